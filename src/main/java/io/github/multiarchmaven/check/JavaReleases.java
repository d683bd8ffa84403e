package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.FileFacts;
import io.github.multiarchmaven.contents.ImageContents.PlacedEntry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Java a platform's image has, by the {@code release} files that JDKs and JREs have in their folders. */
public final class JavaReleases {
    private static final Pattern LINE = Pattern.compile("(?m)^([A-Z_]+)=\"?(.*?)\"?$");

    private JavaReleases() {}

    /** Version and vendor of each, sorted: {@code 17.0.9 of Eclipse Adoptium}; empty where no such file tells. */
    public static Set<String> of(PlatformImage image) {
        Set<String> javas = new TreeSet<>();
        for (PlacedEntry each : image.contents().telling()) {
            if (each.entry().path().endsWith("/release") && each.entry().facts() instanceof FileFacts.Text text) {
                value(text.text(), "JAVA_VERSION")
                        .ifPresent(version -> javas.add(version
                                + value(text.text(), "IMPLEMENTOR")
                                        .map(vendor -> " of " + vendor)
                                        .orElse("")));
            }
        }
        return javas;
    }

    private static Optional<String> value(String release, String name) {
        Matcher line = LINE.matcher(release);
        while (line.find()) {
            if (line.group(1).equals(name)) {
                return Optional.of(line.group(2));
            }
        }
        return Optional.empty();
    }
}
