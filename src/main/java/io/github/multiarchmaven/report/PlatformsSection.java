package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.JavaReleases;
import io.github.multiarchmaven.check.PlatformImage;
import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.LayerContents;
import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Sizes;
import io.github.multiarchmaven.report.LayerBars.Bar;
import io.github.multiarchmaven.report.LayerBars.Slice;
import io.github.multiarchmaven.report.Table.Cell;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** What each platform's image is, side by side. */
final class PlatformsSection {
    private PlatformsSection() {}

    static void write(Html html, ReportedImage reported) {
        Table table =
                Table.begin(html, "platforms-table", "What each platform's image is", reported.columns("Property"));
        row(
                table,
                reported,
                "Manifest",
                image -> Cell.code(image.manifest().digest().toString()));
        row(
                table,
                reported,
                "Compressed",
                image -> Cell.text(Sizes.of(bar(image).size())));
        row(table, reported, "Unpacked", image -> Cell.text(Sizes.of(unpacked(image))));
        row(table, reported, "Layers", PlatformsSection::layers);
        row(table, reported, "Base image", image -> annotation(image, Annotations.BASE_NAME));
        row(table, reported, "Base digest", image -> annotation(image, Annotations.BASE_DIGEST));
        row(
                table,
                reported,
                "Created",
                image -> textOf(image.config().path("created").asText("")));
        row(table, reported, "Java", PlatformsSection::java);
        row(table, reported, "C library", PlatformsSection::libc);
        row(
                table,
                reported,
                "Packages",
                image -> Cell.text(
                        image.packages().isEmpty()
                                ? "no package database"
                                : Integer.toString(image.packages().size())));
        table.end();
    }

    private static void row(Table table, ReportedImage reported, String heading, Function<PlatformImage, Cell> cell) {
        table.row(heading, reported.cells(cell));
    }

    /** One platform alone, whose sizes and number of layers do not depend on the others. */
    private static Bar bar(PlatformImage image) {
        return LayerBars.of(java.util.List.of(image)).bars().get(0);
    }

    private static long unpacked(PlatformImage image) {
        return image.contents().layers().stream()
                .mapToLong(LayerContents::unpacked)
                .sum();
    }

    private static Cell layers(PlatformImage image) {
        Bar bar = bar(image);
        long unread = bar.slices().stream()
                .map(Slice::layer)
                .filter(layer -> layer.isForeign())
                .count();
        return Cell.text(bar.slices().size() + (unread == 0 ? "" : ", " + unread + " of them foreign and not read"));
    }

    private static Cell annotation(PlatformImage image, String key) {
        String value = image.manifest().annotations().get(key);
        return value == null || value.isEmpty() ? Cell.text("not recorded") : Cell.code(value);
    }

    private static Cell java(PlatformImage image) {
        Set<String> javas = JavaReleases.of(image);
        return Cell.text(javas.isEmpty() ? "none found" : String.join(" and ", javas));
    }

    private static Cell libc(PlatformImage image) {
        Elf.Libc libc = image.libc();
        return Cell.text(libc == Elf.Libc.UNKNOWN ? "not known" : libc.name().toLowerCase(Locale.ROOT));
    }

    private static Cell textOf(String value) {
        return Cell.text(value.isEmpty() ? "not recorded" : value);
    }
}
