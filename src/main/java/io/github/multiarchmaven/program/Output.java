package io.github.multiarchmaven.program;

/**
 * How a program ended and what it said.
 *
 * @param exit its status; 0 is success
 * @param output standard output, as UTF-8; empty where lines were handed on
 * @param errors standard error, likewise
 */
public record Output(int exit, String output, String errors) {
    public boolean succeeded() {
        return exit == 0;
    }

    /** What a person would look at first: standard error without blanks around, or standard output where that is empty. */
    public String complaint() {
        return errors.isBlank() ? output.strip() : errors.strip();
    }
}
