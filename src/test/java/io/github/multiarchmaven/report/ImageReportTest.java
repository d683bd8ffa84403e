package io.github.multiarchmaven.report;

import static io.github.multiarchmaven.check.Samples.both;
import static io.github.multiarchmaven.check.Samples.image;
import static io.github.multiarchmaven.check.Samples.jar;
import static io.github.multiarchmaven.check.Samples.layer;
import static io.github.multiarchmaven.check.Samples.packages;
import static io.github.multiarchmaven.check.Samples.program;
import static io.github.multiarchmaven.check.Samples.release;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.check.Allowance;
import io.github.multiarchmaven.check.Check;
import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.check.RuleName;
import io.github.multiarchmaven.check.Samples;
import io.github.multiarchmaven.check.Severity;
import io.github.multiarchmaven.image.Platform;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageReportTest {
    private static final Platform AMD64 = Platform.linuxAmd64();
    private static final Platform ARM64 = Platform.linuxArm64();

    private static String html(CheckedImage image, CheckOptions options, Set<String> baseline) {
        return ImageReport.html(image, new Check(options, baseline).run(image), options);
    }

    private static String html(CheckedImage image) {
        return html(image, CheckOptions.defaults(), Set.of());
    }

    /** Java, packages, a jar with natives, two layers of which one is on both platforms. */
    private static CheckedImage full() {
        return both(
                image(
                        AMD64,
                        config -> config.putArray("Env").add("MODE=fast"),
                        layer(
                                release("usr/lib/jvm/17", "17.0.9", "Eclipse Adoptium"),
                                program("bin/sh", Samples.AMD64),
                                packages("curl 8.1 amd64", "zlib1g 1.2 amd64", "intel-microcode 3 amd64")),
                        layer(jar("app/lib/db.jar", Map.of("x86/libdb.so", Samples.AMD64)))),
                image(
                        ARM64,
                        config -> config.putArray("Env").add("MODE=slow"),
                        layer(
                                release("usr/lib/jvm/17", "17.0.9", "Eclipse Adoptium"),
                                program("bin/sh", Samples.ARM64),
                                packages("curl 8.2 arm64", "zlib1g 1.2 arm64"),
                                jar("app/lib/db.jar", Map.of("x86/libdb.so", Samples.AMD64)))));
    }

    @Test
    void thePageSaysWhatTheImageIs() throws Exception {
        PageDocument page = new PageDocument(html(full()));
        assertEquals("hub.example.com/team/app:1.0", page.text("//h1"));
        assertEquals(
                "Not as it has to be: 3 errors and 0 warnings.", page.text("//p[contains(@class,'verdict')]/strong"));
        Map<String, List<String>> rows = new java.util.HashMap<>();
        page.rows("platforms-table").forEach(row -> rows.put(row.get(0), row.subList(1, row.size())));
        assertEquals(List.of("17.0.9 of Eclipse Adoptium", "17.0.9 of Eclipse Adoptium"), rows.get("Java"));
        assertEquals(List.of("glibc", "glibc"), rows.get("C library"));
        assertEquals(List.of("3", "2"), rows.get("Packages"));
        assertEquals(List.of("2", "1"), rows.get("Layers"));
        assertEquals(List.of("not recorded", "not recorded"), rows.get("Base image"));
    }

    @Test
    void findingsStandWithWhatToDo() throws Exception {
        PageDocument page = new PageDocument(html(full()));
        assertEquals(List.of("Errors (3)", "Allowed (1)"), page.texts("//section[@id='findings']//h3"));
        assertEquals(
                "config linux/arm64 Env.MODE It is 'slow', and 'fast' on linux/amd64."
                        + " What to do: Set it alike on all platforms, or allow it with a reason.",
                page.texts("//section[@id='findings']/ul/li").get(2));
    }

    @Test
    void whatIsAllowedAndWhatIsBorneStandWithTheirReasons() throws Exception {
        CheckOptions options = new CheckOptions(
                Map.of(RuleName.NATIVES, Severity.WARN, RuleName.SIZE, Severity.OFF),
                List.of(new Allowance(Optional.of(RuleName.PACKAGES), Optional.empty(), "curl", "it is for debugging")),
                CheckOptions.DEFAULT_SIZE_RATIO,
                0);
        CheckedImage image = full();
        Set<String> baseline = new HashSet<>();
        new Check(options, Set.of())
                .run(image).findings().stream()
                        .filter(finding -> finding.rule() == RuleName.CONFIG)
                        .forEach(finding -> baseline.add(finding.fingerprint()));
        PageDocument page = new PageDocument(html(image, options, baseline));
        assertEquals(
                List.of("Warnings (1)", "Allowed (2)", "In the baseline (1)"),
                page.texts("//section[@id='findings']//h3"));
        assertTrue(page.texts("//details[1]//li").toString().contains("Why it is allowed: it is for debugging"));
        assertEquals(
                "As it has to be, with 1 warning: its platforms are equal where they must be.",
                page.text("//p[contains(@class,'verdict')]/strong"));
        assertEquals(
                "allowed it is for debugging",
                page.rows("packages-table").get(0).get(3));
        List<String> size = page.rows("rules-table").get(RuleName.SIZE.ordinal());
        assertEquals(List.of("off", "not looked at"), size.subList(2, 4));
    }

    @Test
    void packagesStandSideBySideAndWhatIsExpectedIsMarked() throws Exception {
        List<List<String>> rows = new PageDocument(html(full())).rows("packages-table");
        assertEquals(List.of("curl", "8.1", "8.2", "error"), rows.get(0).subList(0, 4));
        assertEquals(
                List.of("intel-microcode", "3", "not installed", "expected"),
                rows.get(1).subList(0, 4));
        assertTrue(rows.get(1).get(4).contains("microcode is for x86"), rows::toString);
        assertEquals(2, rows.size(), rows::toString);
    }

    @Test
    void nativesStandByJarAndPlatform() throws Exception {
        List<List<String>> rows = new PageDocument(html(full())).rows("natives-table");
        assertEquals(1, rows.size());
        assertEquals(
                List.of("/app/lib/db.jar", "present", "missing"), rows.get(0).subList(0, 3));
    }

    @Test
    void aLayerThatPlatformsShareIsTheSameInPictureAndTable() throws Exception {
        PageDocument page = new PageDocument(html(full()));
        List<List<String>> rows = page.rows("layers-table");
        assertEquals(List.of("linux/amd64, 1", "shared as A"), rows.get(0).subList(0, 2));
        assertEquals(List.of("linux/amd64, 2", "no"), rows.get(1).subList(0, 2));
        assertEquals(List.of("linux/arm64, 1", "shared as A"), rows.get(2).subList(0, 2));
        assertEquals("command 2", rows.get(1).get(5));
        String svg = "//*[local-name()='svg']";
        assertEquals(
                2,
                page.texts(svg + "//*[local-name()='rect'][@fill='url(#hatch-0)']")
                        .size());
        assertEquals(2, page.texts(svg + "//*[local-name()='text'][.='A']").size());
        // To size: the layers have 1,205 and 2,500 bytes on one platform, and that is the full width.
        List<String> widths = page.texts(svg + "//*[local-name()='rect'][@class]/@width");
        assertTrue(
                widths.contains(String.format(java.util.Locale.ROOT, "%.3f%%", 100.0 * 1050 / (1050 + 2500))),
                widths::toString);
    }

    @Test
    void layersTooNarrowForAMarkHaveTheirMarksTogetherBelow() throws Exception {
        List<Integer> sizes =
                List.of(1000, 10_000_000, 1000, 1001, 10_000_000, 1002, 1003, 1004, 1005, 1006, 1007, 1008);
        PageDocument page = new PageDocument(html(both(image(
                AMD64,
                sizes.stream()
                        .map(size -> layer(Samples.file("f" + size, size, null)))
                        .toArray(io.github.multiarchmaven.contents.LayerContents[]::new)))));
        String below = "//*[local-name()='text'][@class='below']";
        assertEquals(List.of("1", "3, 4", "6, 7, 8, 9, 10, 11 ... 12"), page.texts(below));
        assertEquals(List.of("start", "middle", "end"), page.texts(below + "/@text-anchor"));
        assertEquals(List.of("2", "5"), page.texts("//*[local-name()='text'][@class='letter']"));
    }

    @Test
    void whereThereIsNothingThePageSaysSo() throws Exception {
        PageDocument page = new PageDocument(html(both(image(AMD64))));
        assertEquals(
                "As it has to be. There is one platform only, and none to compare it with.",
                page.text("//p[contains(@class,'verdict')]/strong"));
        assertEquals(
                List.of(
                        "No rule found anything to mend.",
                        "The image has no layers.",
                        "No platform has a package database, so there is nothing to compare.",
                        "No jar in the image has native libraries for Linux."),
                page.texts("//p[@class='empty']"));
        page = new PageDocument(
                html(both(image(AMD64, layer(packages("a 1 amd64"))), image(ARM64, layer(packages("a 1 arm64"))))));
        assertEquals(
                "All have the same packages in the same versions.",
                page.text("//section[@id='packages']/p[@class='empty']"));
    }

    @Test
    void textOfImagesStaysText() throws Exception {
        String evil = "\"'><script>alert(1)</script><img/src=x&amp;\u0000\u001b[31m\u202e\ud800]]>-->";
        String shown = "\"'><script>alert(1)</script><img/src=x&amp;\\u0000\\u001b[31m\\u202e\\ud800]]>-->";
        String word = evil.replace(" ", "");
        CheckedImage image = new CheckedImage(
                evil,
                both(image(AMD64)).digest(),
                List.of(
                        image(
                                AMD64,
                                config -> config.putArray("Env").add(word + "=" + evil),
                                layer(
                                        program(evil + "/prog", Samples.ARM64),
                                        program("bin/sh", Samples.AMD64),
                                        program("bin/ls", Samples.AMD64),
                                        release("jvm", evil, evil),
                                        jar(evil + ".jar", Map.of(evil, Samples.AMD64)),
                                        packages(word + " " + word + " amd64", "a 1 amd64"))),
                        image(
                                ARM64,
                                config -> config.putObject("Labels").put(evil, evil),
                                layer(jar(evil + ".jar", Map.of(evil, Samples.AMD64)), packages("a 1 arm64")))));
        image.platforms()
                .get(0)
                .config()
                .put("created", evil)
                .withArrayProperty("history")
                .removeAll()
                .addObject()
                .put("created_by", evil);
        String html = html(image);
        PageDocument page = new PageDocument(html);
        assertEquals(shown, page.text("//h1"));
        assertEquals(shown, page.rows("packages-table").get(0).get(0));
        assertEquals("/" + shown + ".jar", page.rows("natives-table").get(0).get(0));
        assertEquals(1, page.texts("//script").size());
        assertEquals(0, page.texts("//img").size());
        assertEquals(List.of(), page.texts("//@onerror"));
        assertTrue(html.chars().noneMatch(c -> c < ' ' && c != '\n' || c == 0x202e || Character.isSurrogate((char) c)));
    }

    @Test
    void thePolicyNamesStyleAndScriptByTheirHashesAndNothingElse() throws Exception {
        String html = html(full());
        String policy = new PageDocument(html).text("//meta[@http-equiv='Content-Security-Policy']/@content");
        assertEquals(
                "default-src 'none'; style-src '" + hash(between(html, "style")) + "'; script-src '"
                        + hash(between(html, "script")) + "'; base-uri 'none'; form-action 'none'",
                policy);
        assertFalse(html.contains("http://") || html.contains("https://"), "nothing from elsewhere");
        assertEquals(List.of(), new PageDocument(html).texts("//@style | //@src | //link"));
    }

    private static String between(String html, String element) {
        int start = html.indexOf("<" + element + ">") + element.length() + 2;
        return html.substring(start, html.indexOf("</" + element + ">", start));
    }

    private static String hash(String text) throws Exception {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theSameImageGivesTheSameBytes() {
        assertEquals(html(full()), html(full()));
    }

    @Test
    void tablesHaveCaptionsAndScopesAndNamesPointAtWhatIsThere() throws Exception {
        PageDocument page = new PageDocument(html(full()));
        assertEquals(5, page.texts("//table").size());
        assertEquals(5, page.texts("//table/caption").size());
        assertEquals(List.of(), page.texts("//th[not(@scope)]"));
        List<String> ids = page.texts("//@id");
        assertEquals(ids.size(), new HashSet<>(ids).size(), ids::toString);
        for (String names : page.texts("//@aria-labelledby | //@aria-controls | //@for")) {
            assertTrue(ids.containsAll(List.of(names.split(" "))), names);
        }
        for (String link : page.texts("//a/@href")) {
            assertTrue(ids.contains(link.substring(1)), link);
        }
    }
}
