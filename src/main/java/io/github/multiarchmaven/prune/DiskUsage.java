package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.image.InvalidInputException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code docker buildx du --verbose} prints: for each record a block of {@code Name: value} lines, the sums last. Times are
 * Go's ({@code 2026-01-31 12:00:00.5 +0000 UTC}), in newer versions how long ago ({@code 3 days ago}).
 */
final class DiskUsage {
    private static final Pattern LINE = Pattern.compile("([A-Z][A-Za-z ]*):\\s*(.*)");
    private static final Pattern GO_TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) ([+-]\\d{4}).*");
    private static final Pattern AGO = Pattern.compile("(?:About )?(an?|\\d{1,6}|Less than a) (\\w+?)s? ago");
    private static final Map<String, Long> SECONDS = Map.of(
            "second",
            1L,
            "minute",
            60L,
            "hour",
            3_600L,
            "day",
            86_400L,
            "week",
            604_800L,
            "month",
            2_592_000L,
            "year",
            31_536_000L);

    private DiskUsage() {}

    static List<Entry> parse(String text, Instant now) {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> block = new LinkedHashMap<>();
        for (String line : (text + "\n\n").lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                block.putIfAbsent(matcher.group(1), matcher.group(2).strip());
            } else if (line.isBlank()) {
                add(block, entries, now);
                block.clear();
            }
        }
        return entries;
    }

    private static void add(Map<String, String> block, List<Entry> entries, Instant now) {
        if (!block.containsKey("ID") || !block.containsKey("Size")) {
            return;
        }
        String type = block.getOrDefault("Type", "regular");
        // Without --all these are not pruned (BuildKit, cache/manager.go).
        boolean stays = !block.getOrDefault("Reclaimable", "true").equals("true")
                || block.getOrDefault("Shared", "false").equals("true")
                || type.equals("internal")
                || type.equals("frontend");
        String time = block.getOrDefault("Last used", block.getOrDefault("Created at", ""));
        entries.add(new Entry(
                "build cache (" + type + ")",
                block.get("ID") + " " + block.getOrDefault("Description", ""),
                size(block.get("Size")),
                stays ? now : time(time, now),
                Set.of()));
    }

    private static long size(String text) {
        try {
            return Amounts.size("size", text);
        } catch (InvalidInputException e) {
            return 0;
        }
    }

    /** What cannot be read counts as used now: rather too little is expected to be freed than too much. */
    static Instant time(String text, Instant now) {
        Matcher go = GO_TIME.matcher(text);
        if (go.matches()) {
            try {
                return LocalDateTime.parse(go.group(1) + "T" + go.group(2), DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                        .toInstant(ZoneOffset.of(go.group(3)));
            } catch (DateTimeException e) {
                return now;
            }
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches() && SECONDS.containsKey(ago.group(2))) {
            long count = ago.group(1).matches("\\d+") ? Long.parseLong(ago.group(1)) : 1;
            return now.minus(Duration.ofSeconds(count * SECONDS.get(ago.group(2))));
        }
        return now;
    }
}
