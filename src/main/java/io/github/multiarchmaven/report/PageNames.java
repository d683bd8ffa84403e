package io.github.multiarchmaven.report;

import io.github.multiarchmaven.image.Digest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Names and addresses of reports' pages. */
public final class PageNames {
    /** Leaves room below the 255 bytes that file systems take. */
    private static final int LONGEST = 150;

    private PageNames() {}

    /** A file's name for the report of an image: {@code hub.example.com+team+app+1.0.html}. */
    public static String of(String image) {
        String plain = image.replaceAll("[^A-Za-z0-9._-]+", "+");
        return (plain.length() <= LONGEST
                        ? plain
                        : plain.substring(0, LONGEST) + "-"
                                + Digest.ofBytes(image.getBytes(StandardCharsets.UTF_8))
                                        .shortHex())
                + ".html";
    }

    /** The relative URL of a page as it is written in another. */
    public static String link(Path from, Path to) {
        Path relative = from.toAbsolutePath().getParent().relativize(to.toAbsolutePath());
        return StreamSupport.stream(relative.spliterator(), false)
                // Of forms, where a space is a plus sign; in a path it is not.
                .map(name -> URLEncoder.encode(name.toString(), StandardCharsets.UTF_8)
                        .replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
