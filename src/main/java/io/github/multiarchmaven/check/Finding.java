package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A difference, or a fault.
 *
 * @param platform that it is about; empty when it is about them all
 * @param message what was found, without a full stop
 * @param remedy what to do
 */
public record Finding(
        RuleName rule, Severity severity, Optional<Platform> platform, Subject subject, String message, String remedy) {
    private static final int FINGERPRINT = 16;
    /** In quotes, in parentheses, or a word with a digit or a slash in it; but not the number of a layer. */
    private static final Pattern VALUE =
            Pattern.compile("'[^']*'|\\([^)]*\\)|(?<![^\\s])(?<!layer )[^\\s]*[0-9/][^\\s]*");

    private static final Pattern UNIT = Pattern.compile("# (B|kB|MB|GB)\\b");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    public Finding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    Finding withSeverity(Severity other) {
        return new Finding(rule, other, platform, subject, message, remedy);
    }

    /** The same with another remedy. */
    public Finding withRemedy(String other) {
        return new Finding(rule, severity, platform, subject, message, other);
    }

    /** The same for the same fault in a later build: versions, sizes and values may be others, what is wrong may not. */
    public String fingerprint() {
        String what = rule.word() + "|" + platform.map(Platform::toString).orElse("") + "|" + subject.kind() + "|"
                + subject.name() + "|"
                + UNIT.matcher(VALUE.matcher(message).replaceAll("#")).replaceAll("#");
        return Digest.ofBytes(what.getBytes(StandardCharsets.UTF_8)).hex().substring(0, FINGERPRINT);
    }

    /** {@code architecture linux/arm64 /bin/busybox: it is for amd64. Build it for arm64}. */
    @Override
    public String toString() {
        String about = platform.map(p -> " " + p).orElse("") + (subject.name().isEmpty() ? "" : " " + subject.name());
        // Names come from the image: one line is one finding, and terminals are told nothing.
        return CONTROL.matcher(rule.word() + about + ": " + message + ". " + remedy)
                .replaceAll("?");
    }
}
