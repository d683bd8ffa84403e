package io.github.multiarchmaven.report;

import io.github.multiarchmaven.image.Sizes;
import io.github.multiarchmaven.report.Table.Cell;
import java.util.List;
import java.util.stream.Collectors;

/** The page that leads to the reports of all modules of a build. */
public final class ReportIndex {
    private ReportIndex() {}

    /**
     * The page.
     *
     * @param build its name
     * @param reports in the order in which they are to stand
     */
    public static String html(String build, List<ReportSummary> reports) {
        long errors = reports.stream().mapToLong(ReportSummary::errors).sum();
        long warnings = reports.stream().mapToLong(ReportSummary::warnings).sum();
        return Page.html(
                build + ", images",
                html -> {
                    html.element("p", "Images of a build", "class", "kind");
                    html.element("h1", build);
                    verdict(html, reports, Verdict.of(errors, warnings));
                },
                html -> table(html, reports));
    }

    private static void verdict(Html html, List<ReportSummary> reports, Verdict verdict) {
        long failed = reports.stream().filter(report -> report.errors() > 0).count();
        html.open("p", "class", "verdict " + verdict.word());
        html.element("span", verdict.sign(), "aria-hidden", "true").text(" ");
        html.element(
                "strong",
                failed > 0
                        ? failed + " of " + Verdict.count(reports.size(), "image")
                                + (failed == 1 ? " is not as it has to be." : " are not as they have to be.")
                        : reports.size() == 1
                                ? "The image is as it has to be."
                                : "All " + reports.size() + " images are as they have to be.");
        html.close();
    }

    private static void table(Html html, List<ReportSummary> reports) {
        html.open("section", "aria-labelledby", "images-heading");
        html.element("h2", "Images", "id", "images-heading");
        Table table = Table.begin(
                html,
                "images-table",
                "Images by module",
                List.of(
                        "Module",
                        "Verdict",
                        "Report of",
                        "Errors",
                        "Warnings",
                        "Allowed",
                        "Baseline",
                        "Platforms, compressed",
                        "Stored once"));
        for (ReportSummary report : reports) {
            table.row(
                    report.module(),
                    List.of(
                            badge -> Verdict.of(report.errors(), report.warnings())
                                    .badge(badge),
                            link -> link.open("a", "href", report.page())
                                    .name(report.image())
                                    .close(),
                            Cell.text(Long.toString(report.errors())),
                            Cell.text(Long.toString(report.warnings())),
                            Cell.text(Long.toString(report.allowed())),
                            Cell.text(Long.toString(report.known())),
                            Cell.text(report.platforms().stream()
                                    .map(each -> each.platform() + " " + Sizes.of(each.size()))
                                    .collect(Collectors.joining(", "))),
                            Cell.text(Sizes.of(report.stored()))));
        }
        table.end();
        html.close();
    }
}
