package io.github.multiarchmaven.layout;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Names an image in a layout on disk: {@code oci:path[:tag]} or {@code oci:path@digest}, as skopeo and its peers write it. A path
 * that ends in {@code .tar}, or any after {@code oci-archive:}, is an archive, others are folders.
 *
 * @param path absolute
 * @param archive whether the layout is one tar file
 * @param tag a tag, or a digest; {@code latest} when the text has neither
 */
public record LayoutReference(Path path, boolean archive, String tag) {
    private static final String FOLDER = "oci:";
    private static final String ARCHIVE = "oci-archive:";

    /** Whether the text names a layout rather than a registry's image. */
    public static boolean isLayout(String text) {
        return text.startsWith(FOLDER) || text.startsWith(ARCHIVE);
    }

    /**
     * @param baseDirectory what a relative path is relative to
     * @throws InvalidInputException when there is no path, or the tag is malformed
     */
    public static LayoutReference parse(String text, Path baseDirectory) {
        String rest = isLayout(text) ? text.substring(text.indexOf(':') + 1) : "";
        int at = rest.lastIndexOf('@');
        if (at > 0 && (rest.startsWith("sha256:", at + 1) || rest.startsWith("sha512:", at + 1))) {
            return of(
                    text,
                    rest.substring(0, at),
                    Digest.parse(rest.substring(at + 1)).toString(),
                    baseDirectory);
        }
        int colon = rest.lastIndexOf(':');
        // A separator after the colon means that it is part of the path, as in C:\\images.
        boolean hasTag = colon >= 0 && rest.indexOf('/', colon) < 0 && rest.indexOf('\\', colon) < 0;
        String path = hasTag ? rest.substring(0, colon) : rest;
        String tag = hasTag ? rest.substring(colon + 1) : Reference.DEFAULT_TAG;
        if (path.isEmpty() || !Reference.isTag(tag)) {
            throw new InvalidInputException(
                    "Malformed image layout '" + text
                            + "': expected oci:path or oci:path:tag, for example oci:target/base:17 or oci:target/bases.tar:17.");
        }
        return of(text, path, tag, baseDirectory);
    }

    private static LayoutReference of(String text, String path, String tag, Path baseDirectory) {
        try {
            boolean archive =
                    text.startsWith(ARCHIVE) || path.toLowerCase(Locale.ROOT).endsWith(".tar");
            return new LayoutReference(
                    baseDirectory.resolve(path).toAbsolutePath().normalize(), archive, tag);
        } catch (InvalidPathException e) {
            throw new InvalidInputException("Malformed image layout '" + text + "': '" + path + "' is not a path.", e);
        }
    }

    /** Opens what is there; the caller closes it. */
    public Layout open() {
        return archive ? ArchiveLayout.open(path) : ImageLayout.open(path);
    }

    /** Opens it to write to, and makes it when it is not there; an archive appears with {@link ArchiveLayout#commit}. */
    public Layout openOrCreate() {
        return archive ? ArchiveLayout.openOrCreate(path) : ImageLayout.openOrCreate(path);
    }

    /** Whether there is something to open. */
    public boolean exists() {
        return Files.exists(archive ? path : path.resolve(Layout.MARKER));
    }
}
