package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which engine is wanted. */
public enum EngineName {
    /** The first that this machine has. */
    AUTO,
    BUILDX,
    BUILDCTL,
    BUILDAH;

    /** @throws InvalidInputException with all names for another word */
    public static EngineName parse(String text) {
        for (EngineName name : values()) {
            if (name.toString().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return name;
            }
        }
        throw new InvalidInputException("The parameter engine is '" + text + "'. Use one of "
                + Arrays.stream(values()).map(EngineName::toString).collect(Collectors.joining(", ")) + ".");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
