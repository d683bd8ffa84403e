package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

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

    /** The same for the same fault in a later build: versions and sizes may be others. */
    public String fingerprint() {
        String what = rule.word() + "|" + platform.map(Platform::toString).orElse("") + "|" + subject.kind() + "|"
                + subject.name();
        return Digest.ofBytes(what.getBytes(StandardCharsets.UTF_8)).hex().substring(0, FINGERPRINT);
    }

    /** {@code architecture linux/arm64 /bin/busybox: it is for amd64. Build it for arm64}. */
    @Override
    public String toString() {
        String about = platform.map(p -> " " + p).orElse("") + (subject.name().isEmpty() ? "" : " " + subject.name());
        return rule.word() + about + ": " + message + ". " + remedy;
    }
}
