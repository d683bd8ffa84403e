package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.InvalidInputException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/**
 * A file or directory in a layer.
 *
 * @param source the file whose content it has; null or a directory for a directory entry, whose content does not come along
 * @param path absolute, with {@code /}, in the image
 * @param mode permission bits, 0 to 0777 octal
 * @param modified modification time in the image
 * @param owner {@code user[:group]}, names or numbers; empty for {@code 0:0}
 */
public record LayerFile(Path source, String path, int mode, Instant modified, String owner) {
    /** jib's modification time for all files: at the epoch itself some tools take a file for one without a time. */
    public static final Instant DEFAULT_MODIFIED = Instant.ofEpochSecond(1);

    public static final int FILE_MODE = 0644;
    public static final int DIRECTORY_MODE = 0755;

    /** @throws InvalidInputException when the path is not absolute or the mode is out of range */
    public LayerFile {
        Objects.requireNonNull(modified, "modified");
        owner = owner == null ? "" : owner;
        if (!path.startsWith("/")) {
            throw new InvalidInputException(
                    "The path '" + path + "' in the image is not absolute: it has no leading '/'.");
        }
        if (mode < 0 || mode > 0777) {
            throw new InvalidInputException(
                    "The permissions of '" + path + "' are not three octal digits such as 644 or 755.");
        }
    }
}
