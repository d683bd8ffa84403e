package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Sizes;
import io.github.multiarchmaven.image.TextTable;
import io.github.multiarchmaven.promote.ImageResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The results for people. */
public final class PromoteTable {
    private PromoteTable() {}

    /** One image in one line. */
    static String line(ImageResult result) {
        StringBuilder line = new StringBuilder(result.to()).append(": ").append(result.status());
        if (!result.platforms().isEmpty()) {
            line.append(" (").append(platforms(result)).append(')');
        }
        if (!result.detail().isEmpty()) {
            line.append(", ").append(result.detail());
        }
        if (result.referrers() > 0) {
            line.append(", referrers: ").append(result.referrers());
        }
        return line.toString();
    }

    /** A row for each image under a heading, and a line of sums. */
    public static List<String> text(List<ImageResult> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("image", "result", "platforms", "sent", "tags set"));
        for (ImageResult result : results) {
            rows.add(List.of(
                    result.to(),
                    result.status().toString(),
                    platforms(result),
                    result.bytes() == 0 ? "-" : Sizes.of(result.bytes()),
                    result.tagsSet().isEmpty()
                            ? "-"
                            : Integer.toString(result.tagsSet().size())));
        }
        List<String> lines = new ArrayList<>(TextTable.lines(rows));
        lines.add(sums(results));
        return lines;
    }

    /** A line for each tag that was, or would be, moved away from what it pointed to. */
    public static List<String> overwritten(List<ImageResult> results, boolean dryRun) {
        List<String> lines = new ArrayList<>();
        for (ImageResult result : results) {
            for (ImageResult.Overwritten each : result.overwritten()) {
                boolean moved = result.status() == Status.PROMOTED && !dryRun;
                lines.add(result.to() + ": the tag " + each.tag() + (moved ? " pointed to " : " points to ")
                        + each.old()
                        + (each.backup() == null ? "" : (moved ? ", kept as " : ", to be kept as ") + each.backup()));
            }
        }
        return lines;
    }

    private static String sums(List<ImageResult> results) {
        List<String> parts = new ArrayList<>();
        for (Status status : Status.values()) {
            long count = results.stream().filter(r -> r.status() == status).count();
            if (count > 0) {
                parts.add(count + " " + status);
            }
        }
        long bytes = results.stream().mapToLong(ImageResult::bytes).sum();
        return results.size()
                + (results.size() == 1 ? " image: " : " images: ")
                + String.join(", ", parts)
                + (bytes == 0 ? "" : "; " + Sizes.of(bytes));
    }

    private static String platforms(ImageResult result) {
        return result.platforms().keySet().stream().map(Platform::toString).collect(Collectors.joining(", "));
    }
}
