package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is looked at. */
public enum RuleName {
    /** ELF files are of the image's machine. */
    ARCHITECTURE,
    /** Jars have native libraries for the platform and its C library. */
    NATIVES,
    /** Same packages in same versions. */
    PACKAGES,
    /** Sizes within a ratio of one another. */
    SIZE,
    /** Same environment, command, user, ports, labels. */
    CONFIG,
    /** Same Java and same kind of C library. */
    RUNTIME,
    /** Same paths and modes. */
    FILES;

    /** @throws InvalidInputException for another word */
    public static RuleName parse(String text) {
        return Arrays.stream(values())
                .filter(rule -> rule.word().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("There is no rule '" + text + "'. The rules are "
                        + Arrays.stream(values()).map(RuleName::word).collect(Collectors.joining(", ")) + "."));
    }

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What has to hold, in a few words. */
    public String description() {
        return switch (this) {
            case ARCHITECTURE -> "Programs and libraries are of the image's architecture";
            case NATIVES -> "Jars with native libraries have them for the image's platform and C library";
            case PACKAGES -> "The same packages in the same versions on all platforms";
            case SIZE -> "Sizes of the platforms are near one another";
            case CONFIG -> "The container runs in the same way on all platforms";
            case RUNTIME -> "The same Java and C library on all platforms";
            case FILES -> "The same files on all platforms";
        };
    }
}
