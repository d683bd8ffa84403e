package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.TextTable;
import java.util.ArrayList;
import java.util.List;

/** A check's result by rule, for logs. */
public final class CheckTable {
    private CheckTable() {}

    /** A heading, and a line for each rule with its counts; for a rule that is off, that it is. */
    public static List<String> lines(CheckResult result, CheckOptions options) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("rule", "errors", "warnings", "allowed", "baseline"));
        for (RuleName rule : RuleName.values()) {
            if (options.severity(rule) == Severity.OFF) {
                rows.add(List.of(rule.word(), "off", "", "", ""));
                continue;
            }
            rows.add(List.of(
                    rule.word(),
                    count(result.findings(), rule, Severity.ERROR),
                    count(result.findings(), rule, Severity.WARN),
                    Long.toString(result.allowed().stream()
                            .filter(allowed -> allowed.finding().rule() == rule)
                            .count()),
                    Long.toString(result.known().stream()
                            .filter(known -> known.rule() == rule)
                            .count())));
        }
        return TextTable.lines(rows);
    }

    private static String count(List<Finding> findings, RuleName rule, Severity severity) {
        return Long.toString(findings.stream()
                .filter(finding -> finding.rule() == rule && finding.severity() == severity)
                .count());
    }
}
