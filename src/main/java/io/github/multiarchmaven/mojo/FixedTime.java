package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** The parameters that are times: one that does not move keeps digests the same from build to build. */
final class FixedTime {
    static final String EPOCH = "EPOCH";

    private FixedTime() {}

    /**
     * @param epoch what {@code EPOCH} stands for
     * @throws InvalidInputException when the text is neither {@code EPOCH} nor ISO 8601 with an offset
     */
    static Instant parse(String parameter, String text, Instant epoch) {
        if (text.equals(EPOCH)) {
            return epoch;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new InvalidInputException(
                    "The parameter " + parameter + " is '" + text + "'. Use " + EPOCH
                            + ", or a time such as 2026-01-31T12:00:00Z.",
                    e);
        }
    }
}
