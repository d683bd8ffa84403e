package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.Finding;
import io.github.multiarchmaven.check.PackageDifferences;
import io.github.multiarchmaven.check.PlatformImage;
import io.github.multiarchmaven.check.RuleName;
import io.github.multiarchmaven.check.Subject;
import io.github.multiarchmaven.packages.Difference;
import io.github.multiarchmaven.report.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Packages that are not the same on all platforms, a column for each platform, with a filter where scripts run. */
final class PackagesSection {
    private static final String TABLE = "packages-table";

    private PackagesSection() {}

    static void write(Html html, ReportedImage reported) {
        List<Difference> differences = PackageDifferences.of(reported.image());
        long databases = reported.platforms().stream()
                .filter(platform -> !platform.packages().isEmpty())
                .count();
        if (databases == 0) {
            html.element("p", "No platform has a package database, so there is nothing to compare.", "class", "empty");
            return;
        }
        html.element("p", counts(reported));
        if (databases == 1) {
            html.element("p", "One package database has none to be compared with.", "class", "empty");
            return;
        }
        if (differences.isEmpty()) {
            html.element("p", "All have the same packages in the same versions.", "class", "empty");
            return;
        }
        filter(html, differences.size());
        Table table =
                Table.begin(html, TABLE, "Packages that differ", reported.columns("Package", "Judged", "Explanation"));
        for (Difference difference : differences) {
            List<Cell> cells = new ArrayList<>(reported.cells(platform -> version(difference, platform)));
            cells.add(judgement(difference, reported.result()));
            cells.add(Cell.text(difference.explanation()));
            table.row(Cell.code(difference.name()), cells);
        }
        table.end();
    }

    private static String counts(ReportedImage reported) {
        return "Installed: "
                + reported.platforms().stream()
                        .map(platform -> platform.packages().size() + " on " + platform.platform())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    /** Hidden until the script shows it: without one it would do nothing. */
    private static void filter(Html html, int rows) {
        html.open("div", "class", "filter", "hidden", "", "data-filter", TABLE);
        html.element("label", "Show only packages with this text", "for", "packages-filter");
        html.empty(
                "input",
                "id",
                "packages-filter",
                "type",
                "search",
                "autocomplete",
                "off",
                "spellcheck",
                "false",
                "aria-controls",
                TABLE);
        html.element("p", "All " + rows + " rows are shown.", "role", "status");
        html.close();
    }

    private static Cell version(Difference difference, PlatformImage platform) {
        String version = difference.versions().get(platform.platform());
        return version != null
                ? Cell.code(version)
                : Cell.text(platform.packages().isEmpty() ? "no package database" : "not installed");
    }

    private static Cell judgement(Difference difference, CheckResult result) {
        if (difference.kind().allowedByDefault()) {
            return badge("expected", "sound");
        }
        Optional<CheckResult.Allowed> allowed = result.allowed().stream()
                .filter(each -> isAbout(each.finding(), difference))
                .findFirst();
        if (allowed.isPresent()) {
            return html -> {
                badge("allowed", "sound").write(html);
                html.text(" " + allowed.get().reason());
            };
        }
        if (result.known().stream().anyMatch(known -> isAbout(known, difference))) {
            return badge("in the baseline", "warnings");
        }
        return result.findings().stream()
                .filter(finding -> isAbout(finding, difference))
                .findFirst()
                .map(finding -> switch (finding.severity()) {
                    case ERROR -> badge("error", "errors");
                    default -> badge("warning", "warnings");
                })
                .orElse(Cell.text("the rule is off"));
    }

    private static boolean isAbout(Finding finding, Difference difference) {
        return finding.rule() == RuleName.PACKAGES
                && finding.subject().kind() == Subject.Kind.PACKAGE
                && finding.subject().name().equals(difference.name());
    }

    private static Cell badge(String text, String colour) {
        return html -> html.element("span", text, "class", "badge " + colour);
    }
}
