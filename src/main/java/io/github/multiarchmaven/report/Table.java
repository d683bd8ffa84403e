package io.github.multiarchmaven.report;

import java.util.List;

/**
 * A table that scrolls in a region of its own, which the keyboard reaches and which is named by the caption. The first column heads
 * the rows.
 */
final class Table {
    private final Html html;

    private Table(Html html) {
        this.html = html;
    }

    /**
     * Begins one; its rows follow, and {@link #end}.
     *
     * @param id of the table, unique in the page
     */
    static Table begin(Html html, String id, String caption, List<String> columns) {
        html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-labelledby", id + "-caption");
        html.open("table", "id", id);
        html.element("caption", caption, "id", id + "-caption");
        html.open("thead").open("tr");
        columns.forEach(column -> html.element("th", column, "scope", "col"));
        html.close().close().open("tbody");
        return new Table(html);
    }

    /** A cell's content: text, or what is more than text. */
    interface Cell {
        void write(Html html);

        static Cell text(String text) {
            return html -> html.text(text);
        }

        static Cell code(String text) {
            return html -> html.open("code").name(text).close();
        }
    }

    void row(String heading, List<Cell> cells) {
        row(Cell.text(heading), cells);
    }

    void row(Cell heading, List<Cell> cells) {
        html.open("tr").open("th", "scope", "row");
        heading.write(html);
        html.close();
        for (Cell cell : cells) {
            html.open("td");
            cell.write(html);
            html.close();
        }
        html.close();
    }

    void end() {
        html.close().close().close();
    }
}
