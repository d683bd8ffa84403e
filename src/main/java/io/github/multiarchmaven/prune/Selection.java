package io.github.multiarchmaven.prune;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What to delete: of the entries that belong to the images and are old enough, all; or, where a total is given, those used least
 * recently, until the cache is no larger.
 *
 * @param images patterns with {@code *} and {@code ?}; empty for all
 * @param olderThan unused for this long; empty for any
 * @param keepBytes total size that may stay; empty for none
 */
public record Selection(List<String> images, Optional<Duration> olderThan, Optional<Long> keepBytes) {
    public Selection {
        images = List.copyOf(images);
    }

    /** Whether nothing was asked for. */
    public boolean isEmpty() {
        return images.isEmpty() && olderThan.isEmpty() && keepBytes.isEmpty();
    }

    /** In the order of deletion. */
    List<Entry> choose(List<Entry> entries, Instant now) {
        List<Entry> chosen = new ArrayList<>();
        if (isEmpty()) {
            return chosen;
        }
        long total = entries.stream().mapToLong(Entry::bytes).sum();
        List<Entry> candidates = entries.stream()
                .filter(entry -> images.isEmpty() || entry.isOf(images))
                .filter(entry -> olderThan.isEmpty()
                        || entry.lastUsed().plus(olderThan.get()).isBefore(now))
                .sorted(Comparator.comparing(Entry::lastUsed).thenComparing(Entry::id))
                .toList();
        for (Entry entry : candidates) {
            if (keepBytes.isPresent() && total <= keepBytes.get()) {
                break;
            }
            chosen.add(entry);
            total -= entry.bytes();
        }
        return chosen;
    }
}
