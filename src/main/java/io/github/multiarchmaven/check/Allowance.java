package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.Glob;
import io.github.multiarchmaven.image.InvalidInputException;
import java.util.Optional;

/**
 * Findings that are meant to be so.
 *
 * @param rule empty for all
 * @param kind of what it is about; empty for all
 * @param pattern of its name, with {@code *} and {@code ?}; for jars also of their file's name alone
 * @param reason why; for the report
 */
public record Allowance(Optional<RuleName> rule, Optional<Subject.Kind> kind, String pattern, String reason) {
    /** @throws InvalidInputException without a reason */
    public Allowance {
        if (reason == null || reason.isBlank()) {
            throw new InvalidInputException(
                    "What is allowed (" + pattern + ") has no reason. Write one, for those who come after you.");
        }
    }

    boolean covers(Finding finding) {
        return rule.map(r -> r == finding.rule()).orElse(true)
                && kind.map(k -> k == finding.subject().kind()).orElse(true)
                && matches(finding.subject());
    }

    private boolean matches(Subject subject) {
        String name = subject.name();
        return Glob.matches(pattern, name)
                || subject.kind() == Subject.Kind.JAR
                        && Glob.matches(pattern, name.substring(name.lastIndexOf('/') + 1));
    }
}
