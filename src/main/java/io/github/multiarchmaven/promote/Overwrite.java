package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.InvalidInputException;

/** What happens to a tag of the target that points to something else. */
public enum Overwrite {
    /** The image fails before anything is written. */
    NEVER("never"),
    /** It is moved to what the lock file named when the run began, and to nothing else. */
    IF_LOCKED("ifLocked"),
    /** It is moved. */
    ALWAYS("always");

    private final String word;

    Overwrite(String word) {
        this.word = word;
    }

    /** @throws InvalidInputException when it is none of {@code never}, {@code ifLocked}, {@code always} */
    public static Overwrite parse(String text) {
        return Choice.parse("overwrite", text, values());
    }

    @Override
    public String toString() {
        return word;
    }
}
