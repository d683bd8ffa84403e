package io.github.multiarchmaven.check;

import java.util.List;

/**
 * What a check found.
 *
 * @param image its name
 * @param findings the worst first
 * @param allowed findings that are meant to be so
 * @param known findings of the baseline
 */
public record CheckResult(String image, List<Finding> findings, List<Allowed> allowed, List<Finding> known) {
    /** A finding with the reason for which it is borne. */
    public record Allowed(Finding finding, String reason) {}

    public CheckResult {
        findings = List.copyOf(findings);
        allowed = List.copyOf(allowed);
        known = List.copyOf(known);
    }

    public long errors() {
        return findings.stream().filter(f -> f.severity() == Severity.ERROR).count();
    }

    public long warnings() {
        return findings.size() - errors();
    }

    /** {@code 2 errors, 1 warning, 0 allowed, 3 in the baseline}. */
    public String sums() {
        return count(errors(), "error") + ", " + count(warnings(), "warning") + ", " + allowed.size() + " allowed, "
                + known.size() + " in the baseline";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
