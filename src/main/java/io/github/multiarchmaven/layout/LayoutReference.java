package io.github.multiarchmaven.layout;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names an image in a layout on disk: {@code oci:path[:tag]} or {@code oci:path@digest}, as skopeo and its peers write it.
 *
 * @param directory absolute
 * @param tag a tag, or a digest; {@code latest} when the text has neither
 */
public record LayoutReference(Path directory, String tag) {
    private static final String PREFIX = "oci:";

    /** Whether the text names a layout rather than a registry's image. */
    public static boolean isLayout(String text) {
        return text.startsWith(PREFIX);
    }

    /**
     * @param baseDirectory what a relative path is relative to
     * @throws InvalidInputException when there is no path, or the tag is malformed
     */
    public static LayoutReference parse(String text, Path baseDirectory) {
        String rest = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
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
            throw new InvalidInputException("Malformed image layout '" + text
                    + "': expected oci:path or oci:path:tag, for example oci:target/base:17.");
        }
        return of(text, path, tag, baseDirectory);
    }

    private static LayoutReference of(String text, String path, String tag, Path baseDirectory) {
        try {
            return new LayoutReference(
                    baseDirectory.resolve(path).toAbsolutePath().normalize(), tag);
        } catch (InvalidPathException e) {
            throw new InvalidInputException("Malformed image layout '" + text + "': '" + path + "' is not a path.", e);
        }
    }
}
