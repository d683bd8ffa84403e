package io.github.multiarchmaven.natives;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.TextTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The natives matrix for logs. */
public final class NativesTable {
    private NativesTable() {}

    /** A heading and a line for each jar; nothing where there is no jar with native libraries. */
    public static List<String> lines(List<JarVerdict> verdicts, Collection<Platform> platforms) {
        if (verdicts.isEmpty()) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("native libraries of"));
        platforms.forEach(platform -> heading.add(platform.toString()));
        rows.add(heading);
        for (JarVerdict verdict : verdicts) {
            List<String> row = new ArrayList<>(List.of(verdict.jar()));
            for (Platform platform : platforms) {
                Status status = verdict.statuses().get(platform);
                row.add(status == null ? "-" : status.word());
            }
            rows.add(row);
        }
        return TextTable.lines(rows);
    }
}
