package io.github.multiarchmaven.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Has every rule look at an image. */
public final class Check {
    private static final List<Rule> RULES = List.of(
            new ArchitectureRule(),
            new NativesRule(),
            new PackagesRule(),
            new SizeRule(),
            new ConfigRule(),
            new RuntimeRule(),
            new FilesRule());

    private final CheckOptions options;
    private final Set<String> baseline;

    /** @param baseline fingerprints of findings that are known and borne */
    public Check(CheckOptions options, Set<String> baseline) {
        this.options = options;
        this.baseline = Set.copyOf(baseline);
    }

    public CheckResult run(CheckedImage image) {
        List<Finding> found = new ArrayList<>();
        List<CheckResult.Allowed> expected = new ArrayList<>();
        for (Rule rule : RULES) {
            if (options.severity(rule.name()) != Severity.OFF) {
                found.addAll(rule.look(image, options));
                expected.addAll(rule.expected(image));
            }
        }
        return judge(image.name(), found, expected);
    }

    /** What becomes of findings by the options and the baseline. */
    public CheckResult judge(String name, List<Finding> found, List<CheckResult.Allowed> expected) {
        List<Finding> findings = new ArrayList<>();
        List<CheckResult.Allowed> allowed = new ArrayList<>(expected);
        List<Finding> known = new ArrayList<>();
        for (Finding each : found) {
            Severity most = options.severity(each.rule());
            if (most == Severity.OFF) {
                continue;
            }
            Finding finding = each.severity().compareTo(most) > 0 ? each.withSeverity(most) : each;
            var allowance = options.allowances().stream()
                    .filter(candidate -> candidate.covers(finding))
                    .findFirst();
            if (allowance.isPresent()) {
                allowed.add(new CheckResult.Allowed(finding, allowance.get().reason()));
            } else if (baseline.contains(finding.fingerprint())) {
                known.add(finding);
            } else {
                findings.add(finding);
            }
        }
        findings.sort(Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::rule));
        return new CheckResult(name, findings, allowed, known);
    }
}
