package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.image.Sizes;
import io.github.multiarchmaven.image.TextTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Shows what a selection takes out of a cache, and takes it unless that was all. */
public final class Pruning {
    /** Rows shown; the sums tell of the rest. */
    private static final int ROWS = 50;

    private static final int ID = 60;
    private static final int DIGITS = 12;

    private final Selection selection;
    private final boolean dryRun;
    private final Consumer<String> lines;

    /**
     * What was done.
     *
     * @param before bytes in the cache
     * @param chosen bytes to free
     * @param freed bytes; 0 in a dry run
     */
    public record Result(long before, long chosen, long freed) {}

    public Pruning(Selection selection, boolean dryRun, Consumer<String> lines) {
        this.selection = selection;
        this.dryRun = dryRun;
        this.lines = lines;
    }

    public Result prune(Cache cache) {
        Instant now = Instant.now();
        List<Entry> entries = cache.entries();
        List<Entry> chosen = selection.choose(entries, now);
        long before = sum(entries);
        long wanted = sum(chosen);
        if (entries.isEmpty()) {
            lines.accept("There is nothing in " + cache.title() + ".");
            return new Result(0, 0, 0);
        }
        kinds(entries)
                .forEach((kind, of) -> lines.accept(
                        "In " + cache.title() + ": " + of.size() + " x " + kind + ", " + Sizes.of(sum(of))));
        show(chosen, now);
        String what = chosen.size() + " of " + entries.size() + " entries, " + Sizes.of(wanted) + " of "
                + Sizes.of(before) + " in " + cache.title();
        if (dryRun || chosen.isEmpty()) {
            lines.accept(chosen.isEmpty() ? "Nothing of it is to be pruned." : "Would free " + what + ".");
            return new Result(before, wanted, 0);
        }
        lines.accept("Freeing " + what + ".");
        List<Entry> gone = cache.delete(chosen);
        int stayed = chosen.size() - gone.size();
        lines.accept("Freed " + Sizes.of(sum(gone)) + "; " + Sizes.of(before - sum(gone)) + " are left."
                + (stayed == 0 ? "" : " " + stayed + " entries are in use and stayed."));
        return new Result(before, wanted, sum(gone));
    }

    private static long sum(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }

    private static Map<String, List<Entry>> kinds(List<Entry> entries) {
        Map<String, List<Entry>> kinds = new TreeMap<>();
        entries.forEach(entry -> kinds.computeIfAbsent(entry.kind(), ignored -> new ArrayList<>())
                .add(entry));
        return kinds;
    }

    private void show(List<Entry> chosen, Instant now) {
        if (chosen.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>(List.of(List.of("WHAT", "SIZE", "UNUSED FOR", "IMAGE", "ID")));
        for (Entry entry : chosen.subList(0, Math.min(ROWS, chosen.size()))) {
            rows.add(List.of(
                    entry.kind(),
                    Sizes.of(entry.bytes()),
                    age(Duration.between(entry.lastUsed(), now)),
                    entry.images().isEmpty() ? "-" : String.join(" ", new java.util.TreeSet<>(entry.images())),
                    shown(entry.id())));
        }
        TextTable.lines(rows).forEach(lines);
        if (chosen.size() > ROWS) {
            lines.accept("... and " + (chosen.size() - ROWS) + " more, used later.");
        }
    }

    /** Of a file the beginning of its name, which is a digest. */
    private static String shown(String id) {
        Path path = id.startsWith("/") || id.contains("\\") ? Path.of(id) : null;
        String name = path == null ? id : path.getFileName().toString();
        int length = path == null ? ID : DIGITS;
        return name.length() <= length ? name : name.substring(0, length);
    }

    private static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + "d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
    }
}
