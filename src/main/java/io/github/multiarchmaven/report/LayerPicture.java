package io.github.multiarchmaven.report;

import io.github.multiarchmaven.image.Sizes;
import io.github.multiarchmaven.report.LayerBars.Bar;
import io.github.multiarchmaven.report.LayerBars.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A bar for each platform, its layers drawn to their compressed sizes, all bars to one scale. Lengths are percentages of the page's
 * width while letters keep their size, so that it can be read on a phone. A layer that platforms share has the same letter and the same
 * hatching on all of them.
 */
final class LayerPicture {
    private static final int ROW = 84;
    private static final int BAR = 32;
    private static final int PATTERNS = 4;
    /** Percent of the width that a mark needs in a layer, on a phone. */
    private static final double ROOM = 7;
    /** Percent of the width within which marks would stand over the edge, were they centred. */
    private static final double EDGE = 15;

    private static final int MOST_MARKS = 6;

    private LayerPicture() {}

    static void draw(Html html, LayerBars bars) {
        html.open(
                "svg",
                "class",
                "layers",
                "role",
                "img",
                "width",
                "100%",
                "height",
                Integer.toString(bars.bars().size() * ROW),
                "aria-labelledby",
                "picture-title picture-description");
        html.element("title", "Layers of each platform, drawn to size", "id", "picture-title");
        html.element("desc", description(bars), "id", "picture-description");
        patterns(html);
        int top = 0;
        for (Bar bar : bars.bars()) {
            html.element(
                    "text",
                    bar.platform() + ": " + Sizes.of(bar.size()) + " in "
                            + Verdict.count(bar.slices().size(), "layer"),
                    "x",
                    "0",
                    "y",
                    Integer.toString(top + 16),
                    "class",
                    "name");
            bar(html, bar, bars.largest(), top + 24);
            top += ROW;
        }
        html.close();
    }

    private static void bar(Html html, Bar bar, long largest, int top) {
        double left = 0;
        List<String> narrow = new ArrayList<>();
        double narrowFrom = 0;
        for (Slice slice : bar.slices()) {
            double width = largest == 0 ? 0 : 100.0 * slice.size() / largest;
            html.open("g");
            html.element("title", words(slice));
            html.empty(
                    "rect",
                    "x",
                    percent(left),
                    "y",
                    Integer.toString(top),
                    "width",
                    percent(width),
                    "height",
                    Integer.toString(BAR),
                    "class",
                    slice.isShared() ? "shared" : slice.number() % 2 == 0 ? "own even" : "own",
                    "fill",
                    slice.isShared() ? "url(#hatch-" + slice.order() % PATTERNS + ")" : null);
            if (width >= ROOM) {
                below(html, narrow, narrowFrom, left, top);
                String style = slice.isShared() ? "letter on-hatch" : "letter";
                mark(html, name(slice), left + width / 2, top + BAR / 2 + 5, "middle", style);
                narrowFrom = left + width;
            } else {
                narrow.add(name(slice));
            }
            html.close();
            left += width;
        }
        below(html, narrow, narrowFrom, left, top);
    }

    /** Narrow layers beside one another have one line of marks, below them. */
    private static void below(Html html, List<String> names, double from, double to, int top) {
        if (names.isEmpty()) {
            return;
        }
        String text = String.join(", ", names.subList(0, Math.min(names.size(), MOST_MARKS)))
                + (names.size() > MOST_MARKS ? " ... " + names.get(names.size() - 1) : "");
        int base = top + BAR + 16;
        if (to > 100 - EDGE) {
            mark(html, text, to, base, "end", "below");
        } else if (from < EDGE) {
            mark(html, text, from, base, "start", "below");
        } else {
            mark(html, text, (from + to) / 2, base, "middle", "below");
        }
        names.clear();
    }

    private static String name(Slice slice) {
        return slice.isShared() ? slice.shared() : Integer.toString(slice.number());
    }

    private static void mark(Html html, String text, double at, int base, String anchor, String style) {
        html.element(
                "text", text, "x", percent(at), "y", Integer.toString(base), "text-anchor", anchor, "class", style);
    }

    private static String words(Slice slice) {
        return "Layer " + slice.number() + ", " + Sizes.of(slice.size())
                + (slice.isShared() ? ", shared as " + slice.shared() : ", of this platform only");
    }

    private static String description(LayerBars bars) {
        StringBuilder text = new StringBuilder();
        for (Bar bar : bars.bars()) {
            long shared = bar.slices().stream().filter(Slice::isShared).count();
            text.append(bar.platform())
                    .append(": ")
                    .append(Sizes.of(bar.size()))
                    .append(" in ")
                    .append(Verdict.count(bar.slices().size(), "layer"))
                    .append(", ")
                    .append(shared)
                    .append(" of them shared. ");
        }
        return text + "The table below has the same.";
    }

    /** Lines one way, the other way, both, and dots. */
    private static void patterns(Html html) {
        String[] marks = {"M0,8 L8,0", "M0,0 L8,8", "M0,8 L8,0 M0,0 L8,8", "M4,4 h0.01"};
        html.open("defs");
        for (int i = 0; i < PATTERNS; i++) {
            html.open(
                    "pattern",
                    "id",
                    "hatch-" + i,
                    "width",
                    "8",
                    "height",
                    "8",
                    "patternUnits",
                    "userSpaceOnUse",
                    "class",
                    i == PATTERNS - 1 ? "dots" : null);
            html.empty("rect", "width", "8", "height", "8", "class", "ground");
            html.empty("path", "d", marks[i], "class", "mark");
            html.close();
        }
        html.close();
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.3f%%", value);
    }
}
