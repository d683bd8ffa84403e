package io.github.multiarchmaven.program;

/**
 * A program did not run to its end. The message is the rest of a sentence that begins with the program's name:
 * {@code did not end within 30 seconds}.
 */
public final class ProgramException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kept it from its end. */
    public enum Reason {
        NOT_STARTED,
        TIMED_OUT,
        INTERRUPTED,
        TOO_MUCH_OUTPUT
    }

    ProgramException(Reason reason, String phrase, Throwable cause) {
        super(phrase, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
