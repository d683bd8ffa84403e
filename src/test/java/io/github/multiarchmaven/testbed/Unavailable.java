package io.github.multiarchmaven.testbed;

import org.junit.jupiter.api.Assumptions;

/**
 * A real part cannot be had on this machine: no apt, no network, or no right to run it.
 *
 * <p>The message is a sentence for the test report. {@link #orSkip} turns it into a visibly skipped test.
 */
public final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unavailable(String sentence) {
        super(sentence);
    }

    public Unavailable(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** What {@code part} gives; where it is unavailable the running test is shown as skipped, with the sentence. */
    public static <T> T orSkip(Part<T> part) {
        try {
            return part.get();
        } catch (Unavailable e) {
            return Assumptions.abort(e.getMessage());
        }
    }

    /** Something that may be unavailable. */
    @FunctionalInterface
    public interface Part<T> {
        T get() throws Unavailable;
    }
}
