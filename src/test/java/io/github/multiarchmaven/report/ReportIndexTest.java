package io.github.multiarchmaven.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.check.Check;
import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.check.Samples;
import io.github.multiarchmaven.image.Platform;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportIndexTest {
    private static ReportSummary summary(String module, long errors, long warnings) {
        return new ReportSummary(
                module,
                "hub/" + module + ":1",
                "../../" + module + ".html",
                errors,
                warnings,
                1,
                2,
                List.of(new ReportSummary.PlatformSize("linux/amd64", 12_300_000)),
                45_600_000);
    }

    @Test
    void thePageLeadsToAllReportsAndSaysHowTheyAre() throws Exception {
        PageDocument page = new PageDocument(
                ReportIndex.html("shop", List.of(summary("a<b>", 2, 0), summary("c", 0, 1), summary("d", 0, 0))));
        assertEquals("1 of 3 images is not as it has to be.", page.text("//p[contains(@class,'verdict')]/strong"));
        assertEquals(List.of("../../a<b>.html", "../../c.html", "../../d.html"), page.texts("//table//a/@href"));
        List<List<String>> rows = page.rows("images-table");
        assertEquals(
                List.of("a<b>", "\u2716 errors", "hub/a<b>:1", "2", "0", "1", "2", "linux/amd64 12.3 MB", "45.6 MB"),
                rows.get(0));
        assertEquals("\u25B2 warnings", rows.get(1).get(1));
        assertEquals("\u2714 sound", rows.get(2).get(1));
    }

    @Test
    void aSoundBuildIsSaidToBeSo() throws Exception {
        PageDocument page = new PageDocument(ReportIndex.html("shop", List.of(summary("a", 0, 0))));
        assertEquals("The image is as it has to be.", page.text("//p[contains(@class,'verdict')]/strong"));
    }

    @Test
    void aSummaryIsTheSameAfterItsWayThroughText() {
        CheckedImage image = Samples.both(
                Samples.image(Platform.linuxAmd64(), Samples.layer(Samples.program("a", Samples.ARM64))),
                Samples.image(Platform.linuxArm64(), Samples.layer(Samples.program("a", Samples.ARM64))));
        ReportSummary summary =
                ReportSummary.of("m", "p", image, new Check(CheckOptions.defaults(), Set.of()).run(image));
        assertEquals(1, summary.errors());
        assertEquals(500, summary.stored());
        assertEquals(summary, ReportSummary.parse(summary.json()));
    }

    @Test
    void namesOfPagesAreGoodForAllFileSystems() {
        assertEquals("hub.example.com+5000+team+app+1.0.html", PageNames.of("hub.example.com:5000/team/app:1.0"));
        assertEquals("oci+..+x+1.html", PageNames.of("oci:../x:1"));
        String one = PageNames.of("a".repeat(300) + "1");
        assertTrue(one.length() < 200, one);
        assertTrue(!one.equals(PageNames.of("a".repeat(300) + "2")), one);
    }

    @Test
    void linksAreUrls() {
        String link = PageNames.link(Path.of("/b/target/r/index.html"), Path.of("/b/m 1/100%/ü?#\"/x+y.html"));
        assertEquals("../../m%201/100%25/%C3%BC%3F%23%22/x%2By.html", link);
        assertEquals(
                "/b/m 1/100%/ü?#\"/x+y.html",
                URI.create("file:/b/target/r/index.html").resolve(link).getPath());
    }
}
