package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.CheckedImage;
import java.util.List;

/** An image's platforms as one self-contained HTML page. The same input gives the same text. */
public final class ImageReport {
    private static final List<Section> SECTIONS = List.of(
            new Section("findings", "Findings", FindingsSection::write),
            new Section("platforms", "Platforms", PlatformsSection::write),
            new Section("layers", "Layers", LayersSection::write),
            new Section("packages", "Packages", PackagesSection::write),
            new Section("natives", "Native libraries in jars", NativesSection::write),
            new Section("rules", "Rules", RulesSection::write));

    private ImageReport() {}

    /**
     * The page.
     *
     * @param result what was found in the image
     * @param options that it was found with
     */
    public static String html(CheckedImage image, CheckResult result, CheckOptions options) {
        ReportedImage reported = new ReportedImage(image, result, options);
        return Page.html(
                image.name() + ", platforms",
                html -> {
                    HeadSection.write(html, reported);
                    HeadSection.contents(html, SECTIONS);
                },
                html -> SECTIONS.forEach(section -> section.write(html, reported)));
    }
}
