package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.RuleName;
import io.github.multiarchmaven.check.Severity;
import io.github.multiarchmaven.report.Table.Cell;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which rules looked at the image, and what each found. */
final class RulesSection {
    private RulesSection() {}

    static void write(Html html, ReportedImage reported) {
        CheckResult result = reported.result();
        Table table = Table.begin(
                html,
                "rules-table",
                "What each rule found",
                List.of("Rule", "What has to hold", "Set to", "Errors", "Warnings", "Allowed", "Baseline"));
        for (RuleName rule : RuleName.values()) {
            Severity severity = reported.options().severity(rule);
            boolean off = severity == Severity.OFF;
            Predicate<RuleName> own = rule::equals;
            table.row(
                    rule.word(),
                    List.of(
                            Cell.text(rule.description()),
                            Cell.text(severity.word()),
                            count(off, found(result, rule, Severity.ERROR)),
                            count(off, found(result, rule, Severity.WARN)),
                            count(
                                    off,
                                    result.allowed().stream()
                                            .map(allowed -> allowed.finding().rule())
                                            .filter(own)),
                            count(
                                    off,
                                    result.known().stream()
                                            .map(known -> known.rule())
                                            .filter(own))));
        }
        table.end();
    }

    private static Stream<?> found(CheckResult result, RuleName rule, Severity severity) {
        return result.findings().stream().filter(finding -> finding.rule() == rule && finding.severity() == severity);
    }

    private static Cell count(boolean off, Stream<?> found) {
        return Cell.text(off ? "not looked at" : Long.toString(found.count()));
    }
}
