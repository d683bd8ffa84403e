package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.image.Sizes;

/** The heading of an image's page: its name, the verdict in words, the sums. */
final class HeadSection {
    private HeadSection() {}

    static void write(Html html, ReportedImage reported) {
        CheckResult result = reported.result();
        Verdict verdict = Verdict.of(result.errors(), result.warnings());
        html.element("p", "Platforms of an image", "class", "kind");
        html.open("h1").name(reported.image().name()).close();
        html.open("p", "class", "digest");
        html.element("code", reported.image().digest().toString()).close();
        html.open("p", "class", "verdict " + verdict.word());
        html.element("span", verdict.sign(), "aria-hidden", "true").text(" ");
        html.element(
                "strong",
                verdict.sentence(
                        result.errors(), result.warnings(), reported.platforms().size()));
        html.close();
        LayerBars bars = LayerBars.of(reported.platforms());
        html.open("dl", "class", "sums");
        sum(html, "Platforms", Integer.toString(reported.platforms().size()));
        sum(html, "Errors", Long.toString(result.errors()));
        sum(html, "Warnings", Long.toString(result.warnings()));
        sum(html, "Allowed", Integer.toString(result.allowed().size()));
        sum(html, "In the baseline", Integer.toString(result.known().size()));
        sum(html, "All layers", Sizes.of(bars.stored()));
        sum(html, "Shared layers", Sizes.of(bars.shared()));
        html.close();
    }

    private static void sum(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    /** Links to the sections. */
    static void contents(Html html, Iterable<Section> sections) {
        html.open("nav", "aria-label", "Sections").open("ul");
        for (Section section : sections) {
            html.open("li")
                    .element("a", section.title(), "href", "#" + section.id())
                    .close();
        }
        html.close().close();
    }
}
