package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.Finding;
import io.github.multiarchmaven.check.Severity;
import io.github.multiarchmaven.image.Platform;
import java.util.List;

/** What was found, by severity; then what is allowed, and what the baseline bears. */
final class FindingsSection {
    /** So many lines are shown without being asked for. */
    private static final int UNFOLDED = 20;

    private FindingsSection() {}

    static void write(Html html, ReportedImage reported) {
        CheckResult result = reported.result();
        if (result.findings().isEmpty()) {
            html.element("p", "No rule found anything to mend.", "class", "empty");
        }
        group(html, "Errors", result, Severity.ERROR);
        group(html, "Warnings", result, Severity.WARN);
        if (!result.allowed().isEmpty()) {
            folded(html, "Allowed", result.allowed().size());
            result.allowed()
                    .forEach(allowed -> finding(html, allowed.finding(), "Why it is allowed", allowed.reason()));
            html.close().close();
        }
        if (!result.known().isEmpty()) {
            folded(html, "In the baseline", result.known().size());
            result.known().forEach(known -> finding(html, known, "What to do", known.remedy()));
            html.close().close();
        }
    }

    private static void group(Html html, String title, CheckResult result, Severity severity) {
        List<Finding> findings = result.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
        if (!findings.isEmpty()) {
            html.element("h3", title + " (" + findings.size() + ")");
            html.open("ul", "class", "findings " + (severity == Severity.ERROR ? "errors" : "warnings"));
            findings.forEach(finding -> finding(html, finding, "What to do", finding.remedy()));
            html.close();
        }
    }

    private static void folded(Html html, String title, int size) {
        html.open("details", "open", size <= UNFOLDED ? "" : null);
        html.open("summary").element("h3", title + " (" + size + ")").close();
        html.open("ul", "class", "findings");
    }

    private static void finding(Html html, Finding finding, String what, String text) {
        html.open("li").open("p", "class", "about");
        html.element("span", finding.rule().word(), "class", "rule").text(" ");
        html.element("span", finding.platform().map(Platform::toString).orElse("all platforms"), "class", "platform");
        if (!finding.subject().name().isEmpty()) {
            html.text(" ").open("code").name(finding.subject().name()).close();
        }
        html.close();
        html.element("p", sentence(finding.message()));
        html.open("p", "class", "remedy")
                .element("strong", what + ":")
                .text(" " + text)
                .close();
        html.close();
    }

    /** Messages are clauses that follow their subject after a colon. */
    private static String sentence(String message) {
        return message.isEmpty()
                ? message
                : message.substring(0, message.offsetByCodePoints(0, 1)).toUpperCase(java.util.Locale.ROOT)
                        + message.substring(message.offsetByCodePoints(0, 1))
                        + (message.endsWith(".") ? "" : ".");
    }
}
