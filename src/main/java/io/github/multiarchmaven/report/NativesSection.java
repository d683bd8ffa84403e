package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.ImageNatives;
import io.github.multiarchmaven.natives.JarVerdict;
import io.github.multiarchmaven.natives.Status;
import io.github.multiarchmaven.report.Table.Cell;
import java.util.ArrayList;
import java.util.List;

/** Which jar has native libraries for which platform. */
final class NativesSection {
    private NativesSection() {}

    static void write(Html html, ReportedImage reported) {
        List<JarVerdict> lines = ImageNatives.of(reported.image());
        if (lines.isEmpty()) {
            html.element("p", "No jar in the image has native libraries for Linux.", "class", "empty");
            return;
        }
        Table table = Table.begin(
                html,
                "natives-table",
                "Jars with native libraries, and for which platform they have them",
                reported.columns("Jar", "What to do"));
        for (JarVerdict line : lines) {
            List<Cell> cells = new ArrayList<>(
                    reported.cells(platform -> status(line.statuses().get(platform.platform()))));
            cells.add(Cell.text(line.remedy().isEmpty() ? "nothing" : line.remedy()));
            table.row(Cell.code(line.jar()), cells);
        }
        table.end();
    }

    private static Cell status(Status status) {
        if (status == null) {
            return Cell.text("no such jar");
        }
        String colour = status.isFinding()
                ? "errors"
                : status == Status.PRESENT || status == Status.SIBLING ? "sound" : "plain";
        return html ->
                html.element("span", status.word().toLowerCase(java.util.Locale.ROOT), "class", "badge " + colour);
    }
}
