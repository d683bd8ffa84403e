package io.github.multiarchmaven.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real buildx of one version is in EnginePruneIT; here are the other ways in which versions print. */
class DiskUsageTest {
    private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

    @Test
    void whatIsInUseOrSharedOrBuildKitsOwnCountsAsUsedNow() {
        String text =
                """
                ID:           abc
                Parents:
                 - def
                Created at:   2026-01-01 12:00:00 +0000 UTC
                Mutable:      true
                Reclaimable:  true
                Shared:       false
                Size:         4.1MB
                Description:  local source for context
                Usage count:  1
                Last used:    3 days ago
                Type:         source.local

                ID:           def
                Created at:   2026-01-01 12:00:00 +0000 UTC
                Reclaimable:  false
                Shared:       false
                Size:         10B
                Type:         regular

                ID:           ghi
                Created at:   2026-01-01 12:00:00 +0000 UTC
                Reclaimable:  true
                Shared:       true
                Size:         1kB

                Shared:       1kB
                Private:      4.1MB
                Reclaimable:  4.1MB
                Total:        4.101MB
                """;
        List<Entry> entries = DiskUsage.parse(text, NOW);
        assertEquals(3, entries.size());
        assertEquals("abc local source for context", entries.get(0).id());
        assertEquals("build cache (source.local)", entries.get(0).kind());
        assertEquals(4_100_000, entries.get(0).bytes());
        assertEquals(Instant.parse("2026-01-29T12:00:00Z"), entries.get(0).lastUsed());
        assertEquals(NOW, entries.get(1).lastUsed());
        assertEquals(NOW, entries.get(2).lastUsed());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31 12:00:00.123456789 +0000 UTC, 2026-01-31T12:00:00.123456789Z",
        "2026-01-31 13:00:00 +0100 CET, 2026-01-31T12:00:00Z",
        "About a minute ago, 2026-02-01T11:59:00Z",
        "About an hour ago, 2026-02-01T11:00:00Z",
        "Less than a second ago, 2026-02-01T11:59:59Z",
        "2 weeks ago, 2026-01-18T12:00:00Z",
        "2026-13-31 12:00:00 +0000 UTC, 2026-02-01T12:00:00Z",
        "never, 2026-02-01T12:00:00Z"
    })
    void timesAreReadAsGoPrintsThemAndWhatCannotBeReadIsNow(String text, Instant time) {
        assertEquals(time, DiskUsage.time(text, NOW));
    }
}
