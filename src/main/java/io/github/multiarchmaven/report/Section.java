package io.github.multiarchmaven.report;

import java.util.function.BiConsumer;

/**
 * A part of an image's page under a heading of its own.
 *
 * @param id of its element, for links; the heading's is the same with {@code -heading}
 * @param content writes what is below the heading
 */
record Section(String id, String title, BiConsumer<Html, ReportedImage> content) {
    void write(Html html, ReportedImage image) {
        html.open("section", "id", id, "aria-labelledby", id + "-heading");
        html.element("h2", title, "id", id + "-heading");
        content.accept(html, image);
        html.close();
    }
}
