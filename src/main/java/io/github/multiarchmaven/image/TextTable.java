package io.github.multiarchmaven.image;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns, for logs. */
public final class TextTable {
    private TextTable() {}

    /**
     * A line for each row, two spaces between columns, none at the end.
     *
     * @param rows all of as many cells, the heading among them; at least one
     */
    public static List<String> lines(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
