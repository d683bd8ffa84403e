package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.Commands;
import io.github.multiarchmaven.image.Sizes;
import io.github.multiarchmaven.report.LayerBars.Bar;
import io.github.multiarchmaven.report.LayerBars.Slice;
import io.github.multiarchmaven.report.Table.Cell;
import java.util.List;

/** The layers of all platforms: a picture, and the same as a table. */
final class LayersSection {
    private LayersSection() {}

    static void write(Html html, ReportedImage reported) {
        LayerBars bars = LayerBars.of(reported.platforms());
        if (bars.bars().stream().allMatch(bar -> bar.slices().isEmpty())) {
            html.element("p", "The image has no layers.", "class", "empty");
            return;
        }
        html.element("p", explanation(bars));
        LayerPicture.draw(html, bars);
        Table table = Table.begin(
                html,
                "layers-table",
                "Layers by platform, lowest first",
                List.of("Platform and layer", "Shared", "Compressed", "Unpacked", "Digest begins", "Made by"));
        for (Bar bar : bars.bars()) {
            for (Slice slice : bar.slices()) {
                table.row(bar.platform() + ", " + slice.number(), cells(slice));
            }
        }
        table.end();
    }

    private static String explanation(LayerBars bars) {
        String scale = "The bars are drawn to one scale, by compressed size; the full width is "
                + Sizes.of(bars.largest()) + ". Plain layers belong to one platform and are numbered. ";
        return scale
                + (bars.shared() > 0 || anyShared(bars)
                        ? "Hatched ones with a letter are shared: the same letter is the same layer, which registries keep once."
                        : "No layer is shared between platforms.");
    }

    private static boolean anyShared(LayerBars bars) {
        return bars.bars().stream().flatMap(bar -> bar.slices().stream()).anyMatch(Slice::isShared);
    }

    private static List<Cell> cells(Slice slice) {
        return List.of(
                Cell.text(slice.isShared() ? "shared as " + slice.shared() : "no"),
                Cell.text(Sizes.of(slice.size())),
                Cell.text(
                        slice.unpacked().isPresent() ? Sizes.of(slice.unpacked().getAsLong()) : "not read"),
                Cell.code(slice.layer().digest().shortHex()),
                slice.command().isBlank() ? Cell.text("not recorded") : Cell.code(Commands.shortened(slice.command())));
    }
}
