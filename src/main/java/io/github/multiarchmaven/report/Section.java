package io.github.multiarchmaven.report;

/** A part of the page under a heading of its own. */
interface Section {
    /** Of its element, for links; the heading's is the same with {@code -heading}. */
    String id();

    String title();

    /** Writes what is below the heading. */
    void write(Html html, ReportedImage image);

    /** Writes the whole section. */
    default void section(Html html, ReportedImage image) {
        html.open("section", "id", id(), "aria-labelledby", id() + "-heading");
        html.element("h2", title(), "id", id() + "-heading");
        write(html, image);
        html.close();
    }
}
