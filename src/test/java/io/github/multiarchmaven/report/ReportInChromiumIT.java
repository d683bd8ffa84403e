package io.github.multiarchmaven.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.testbed.AxeCore;
import io.github.multiarchmaven.testbed.Chromium;
import io.github.multiarchmaven.testbed.Tab;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The report of a real image in a real browser; its pictures are in {@code target/report-screenshots}. */
final class ReportInChromiumIT {
    private static final Path PICTURES = Path.of("target", "report-screenshots");
    private static final int TAB_KEY = 9;

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static Path report;
    private static Path index;

    /** How readers see it. */
    enum Look {
        LIGHT(1280, 900, "light", "screen"),
        DARK(1280, 900, "dark", "screen"),
        PHONE_LIGHT(360, 740, "light", "screen"),
        PHONE_DARK(360, 740, "dark", "screen"),
        PAPER(800, 1100, "light", "print");

        private final int width;
        private final int height;
        private final String scheme;
        private final String media;

        Look(int width, int height, String scheme, String media) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
            this.media = media;
        }

        Tab show(Path page) {
            Tab tab = chromium.open();
            tab.appear(width, height, scheme, media);
            tab.show(page);
            return tab;
        }
    }

    @BeforeAll
    static void writesTheReportAndStartsTheBrowser() throws IOException {
        chromium = Unavailable.orSkip(Chromium::start);
        DifferingImage differing = Unavailable.orSkip(() -> {
            try {
                return DifferingImage.in(folder.resolve("layout"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Files.createDirectories(PICTURES);
        report = Files.writeString(PICTURES.resolve("report.html"), differing.html())
                .toAbsolutePath();
        List<ReportSummary> summaries = new ArrayList<>();
        summaries.add(ReportSummary.of("orders", "report.html", differing.image(), differing.result()));
        summaries.add(new ReportSummary(
                "stock",
                "hub.example.com/shop/stock:2.4.1",
                "report.html",
                0,
                0,
                1,
                0,
                summaries.get(0).platforms(),
                104_857_600));
        index = Files.writeString(PICTURES.resolve("index.html"), ReportIndex.html("The whole shop", summaries))
                .toAbsolutePath();
    }

    @AfterAll
    static void stopsTheBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void pagesLoadNothingElseAndComplainOfNothing(Look look) throws IOException {
        for (Path page : List.of(report, index)) {
            Tab tab = look.show(page);
            tab.picture(PICTURES.resolve(page.getFileName().toString().replace(".html", "") + "-"
                    + look.name().toLowerCase(java.util.Locale.ROOT) + ".png"));
            assertEquals(List.of(page.toUri().toString()), tab.requests());
            assertEquals(List.of(), tab.console());
            assertEquals("undefined", tab.evaluate("typeof window.hacked").asText());
        }
    }

    @Test
    void printersGetAllOfIt() throws IOException {
        Tab tab = Look.LIGHT.show(report);
        tab.print(PICTURES.resolve("report.pdf"));
        assertTrue(Files.size(PICTURES.resolve("report.pdf")) > 10_000);
        assertEquals(
                0,
                tab.evaluate("document.querySelectorAll('details:not([open])').length")
                        .asInt());
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void axeFindsNoViolation(Look look) {
        for (Path page : List.of(report, index)) {
            JsonNode result = axe(look.show(page));
            assertEquals(List.of(), violations(result));
            // Otherwise that nothing is found proves nothing.
            assertTrue(result.path("passes").asInt() > 20, result::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void axeFindsWhatIsPlanted(Look look) throws IOException {
        String broken = Files.readString(report)
                .replace("<html lang=\"en\">", "<html>")
                .replace("<label for=\"packages-filter\">", "<span>")
                .replaceFirst("</label>", "</span>")
                .replace("--quiet: #535c68", "--quiet: #d9dde2")
                .replace("--quiet: #a7b2bf", "--quiet: #2a3138")
                .replace("--quiet: #444", "--quiet: #ddd");
        // The policy would not let in a style whose hash is another.
        broken = broken.replaceFirst("<meta http-equiv=[^>]*>", "");
        Path page = Files.writeString(folder.resolve("broken-" + look + ".html"), broken);
        List<String> violations = violations(axe(look.show(page)));
        assertTrue(violations.toString().contains("html-has-lang"), violations::toString);
        assertTrue(violations.toString().contains("color-contrast"), violations::toString);
        // On paper there is no filter.
        assertEquals(look != Look.PAPER, violations.toString().contains("label"), violations::toString);
    }

    private static JsonNode axe(Tab tab) {
        tab.evaluate(Unavailable.orSkip(AxeCore::script) + "; null");
        return tab.evaluate(
                """
                axe.run(document).then(result => ({
                  passes: result.passes.length,
                  violations: result.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.target + ' ' + n.failureSummary))
                }))""");
    }

    private static List<String> violations(JsonNode result) {
        List<String> violations = new ArrayList<>();
        result.path("violations").forEach(each -> violations.add(each.asText()));
        return violations;
    }

    @ParameterizedTest
    @EnumSource(
            value = Look.class,
            names = {"LIGHT", "PHONE_LIGHT"})
    void onlyTablesAreWiderThanTheWindow(Look look) {
        for (Path page : List.of(report, index)) {
            JsonNode width = look.show(page).evaluate("document.documentElement.scrollWidth");
            assertTrue(width.asInt() <= look.width, () -> page + " is " + width + " wide");
        }
    }

    @Test
    void theTabKeyReachesEachLinkTheFilterAndEachTable() {
        Tab tab = Look.PHONE_LIGHT.show(report);
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            tab.press("Tab", TAB_KEY);
            reached.add(tab.evaluate(
                            """
                            (e => e === document.body ? 'end' : e.id || e.getAttribute('href') || e.getAttribute('aria-labelledby') || e.tagName)(document.activeElement)""")
                    .asText());
            assertEquals(
                    "end".equals(reached.get(i)),
                    tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                            .asText()
                            .equals("none"),
                    () -> "what has the focus is seen: " + reached);
            if (reached.get(i).equals("end")) {
                break;
            }
        }
        assertEquals("#content", reached.get(0), "to skip what is the same on all pages");
        for (String place : List.of(
                "#findings",
                "#layers",
                "SUMMARY",
                "platforms-table-caption",
                "layers-table-caption",
                "packages-filter",
                "packages-table-caption",
                "natives-table-caption",
                "rules-table-caption")) {
            assertTrue(reached.contains(place), () -> place + " is not in " + reached);
        }
    }

    @Test
    void whatIsTypedHidesRowsAndIsAnnounced() {
        Tab tab = Look.LIGHT.show(report);
        Consumer<String> typed = text -> {
            tab.evaluate("document.getElementById('packages-filter').select()");
            tab.type(text);
        };
        tab.evaluate("document.getElementById('packages-filter').focus()");
        assertEquals("All 5 rows are shown.", announced(tab));
        typed.accept("CURL");
        assertEquals("2 of 5 rows are shown.", announced(tab));
        assertEquals("curl,libcurl4", shown(tab));
        typed.accept("expected");
        assertEquals("intel-microcode,libquadmath0", shown(tab));
        typed.accept("no such package");
        assertEquals("0 of 5 rows are shown.", announced(tab));
        assertEquals("", shown(tab));
        assertEquals(List.of(), tab.console());
    }

    private static String announced(Tab tab) {
        return tab.evaluate("document.querySelector('[role=status]').textContent.trim()")
                .asText();
    }

    private static String shown(Tab tab) {
        return tab.evaluate(
                        """
                        [...document.querySelectorAll('#packages-table tbody tr')].filter(row => row.offsetHeight > 0)
                          .map(row => row.cells[0].textContent.trim()).join()""")
                .asText();
    }

    @Test
    void withoutScriptsAllRowsAreThereAndNoFilterThatDoesNothing() {
        Tab tab = chromium.open();
        tab.appear(1280, 900, "light", "screen");
        tab.runScripts(false);
        tab.show(report);
        tab.runScripts(true);
        assertEquals(
                0,
                tab.evaluate("document.querySelector('.filter').offsetHeight").asInt());
        assertTrue(shown(tab).contains("zlib1g"));
    }

    /** Were the escaping wrong in a place, this would still stop what gets in. */
    @Test
    void thePolicyOfThePageRunsNoOtherScriptAndLoadsNoPicture() throws IOException {
        String hacked = Files.readString(report)
                .replace(
                        "</main>",
                        "<script>window.hacked = 1</script><img src=\"http://127.0.0.1:9/x.png\" onerror=\"window.hacked = 1\"></main>");
        Tab tab = Look.LIGHT.show(Files.writeString(folder.resolve("hacked.html"), hacked));
        assertEquals("undefined", tab.evaluate("typeof window.hacked").asText());
        assertFalse(tab.console().isEmpty(), "the browser says what it did not let in");
        assertEquals(
                5,
                tab.evaluate("document.querySelectorAll('#packages-table tbody tr').length")
                        .asInt());
    }
}
