package io.github.multiarchmaven.doctor;

import java.util.Objects;

/**
 * One thing that was looked at.
 *
 * @param subject what it is about: a registry, or a repository of it
 * @param check what was looked at, in a word or two: {@code push right}
 * @param detail what was found
 * @param remedy what to do; empty when nothing has to be done, or when the detail says it
 */
public record Finding(String subject, String check, Level level, String detail, String remedy) {
    /** How it is, best first. */
    public enum Level {
        OK,
        /** Could not be told, or is good to know. */
        INFO,
        /** Works, but will cost time or trouble. */
        WARN,
        /** Does not work. */
        FAIL
    }

    public Finding {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(remedy, "remedy");
    }
}
