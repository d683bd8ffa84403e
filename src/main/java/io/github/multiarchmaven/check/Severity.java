package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.Locale;

/** What a finding does to a build. */
public enum Severity {
    OFF,
    WARN,
    ERROR;

    /** @throws InvalidInputException for another word */
    public static Severity parse(String text) {
        return switch (text.strip()) {
            case "error" -> ERROR;
            case "warn" -> WARN;
            case "off" -> OFF;
            default -> throw new InvalidInputException("There is no severity '" + text + "'. Use error, warn or off.");
        };
    }

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
