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
        List<Finding> findings = new ArrayList<>();
        List<CheckResult.Allowed> allowed = new ArrayList<>();
        List<Finding> known = new ArrayList<>();
        for (Rule rule : RULES) {
            Severity most = options.severity(rule.name());
            if (most == Severity.OFF) {
                continue;
            }
            allowed.addAll(rule.expected(image));
            for (Finding found : rule.look(image, options)) {
                Finding finding = found.severity().compareTo(most) > 0 ? found.withSeverity(most) : found;
                var allowance = options.allowances().stream()
                        .filter(each -> each.covers(finding))
                        .findFirst();
                if (allowance.isPresent()) {
                    allowed.add(new CheckResult.Allowed(finding, allowance.get().reason()));
                } else if (baseline.contains(finding.fingerprint())) {
                    known.add(finding);
                } else {
                    findings.add(finding);
                }
            }
        }
        findings.sort(Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::rule));
        return new CheckResult(image.name(), findings, allowed, known);
    }
}
