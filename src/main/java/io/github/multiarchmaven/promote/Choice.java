package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads parameters that have a few words to choose from. */
final class Choice {
    private Choice() {}

    static <E extends Enum<E>> E parse(String parameter, String text, E[] values) {
        return Arrays.stream(values)
                .filter(value -> value.toString().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The parameter " + parameter + " is '" + text
                        + "'. Use one of "
                        + Arrays.stream(values).map(Enum::toString).collect(Collectors.joining(", ")) + "."));
    }
}
