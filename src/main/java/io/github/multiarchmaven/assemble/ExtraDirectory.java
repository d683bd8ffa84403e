package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.InvalidInputException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A directory whose content goes into the image as a layer of its own.
 *
 * @param from must exist
 * @param into absolute directory in the image; {@code /} when null
 * @param includes globs on paths relative to {@code from}; empty for everything
 * @param excludes globs on paths relative to {@code from}; an excluded directory does not exclude its files, {@code dir/**} does
 * @param permissions from an absolute path in the image, or a glob on such paths, to octal digits such as {@code 755}; an
 *     exact path wins, then the first glob. Others are 644, directories 755, whatever they are on disk
 */
public record ExtraDirectory(
        Path from, String into, List<String> includes, List<String> excludes, Map<String, String> permissions) {

    /** @throws InvalidInputException for permissions that are not three octal digits, or a relative {@code into} */
    public ExtraDirectory {
        Objects.requireNonNull(from, "from");
        into = into == null || into.isEmpty() ? "/" : into;
        includes = includes == null ? List.of() : List.copyOf(includes);
        excludes = excludes == null ? List.of() : List.copyOf(excludes);
        permissions = permissions == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(permissions));
        if (!into.startsWith("/")) {
            throw new InvalidInputException(
                    "The directory '" + into
                            + "' in <extraDirectories> is not absolute. Write <into> with a leading '/', as it is in the image.");
        }
        permissions.forEach((path, mode) -> {
            if (mode == null || !mode.matches("[0-7]{3}")) {
                throw new InvalidInputException("The permissions '" + mode + "' of '" + path
                        + "' in <extraDirectories> are not three octal digits such as 644 or 755.");
            }
        });
    }
}
