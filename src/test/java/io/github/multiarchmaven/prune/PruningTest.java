package io.github.multiarchmaven.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.TinyImage;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Caches that real builds and checks have filled. */
class PruningTest {
    private static final Selection NOTHING = new Selection(List.of(), Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Workshop workshop;

    @BeforeEach
    void twoModulesOnTwoBases() throws IOException {
        workshop = new Workshop(folder);
        workshop.write("first", 30_000);
        workshop.write("second", 50_000);
        workshop.build("first", workshop.base("base/java:17"));
        workshop.build("second", workshop.base("base/java:21"));
        workshop.check("first", "first");
        workshop.check("second", "second");
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private OwnCaches caches() {
        return new OwnCaches(workshop.cacheDirectory(), List.of(workshop.target("first"), workshop.target("second")));
    }

    private Pruning.Result prune(Selection selection, boolean dryRun) {
        return new Pruning(selection, dryRun, said::add).prune(caches());
    }

    private static Selection images(String... patterns) {
        return new Selection(List.of(patterns), Optional.empty(), Optional.empty());
    }

    private static Selection olderThan(Duration age) {
        return new Selection(List.of(), Optional.of(age), Optional.empty());
    }

    private static Selection keep(long bytes) {
        return new Selection(List.of(), Optional.empty(), Optional.of(bytes));
    }

    private static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private List<Entry> of(String kind) {
        return caches().entries().stream()
                .filter(entry -> entry.kind().equals(kind))
                .toList();
    }

    private static Set<Path> files(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return tree.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everythingThatBuildsAndChecksKeepIsListedWithItsImages() {
        // Index, two manifests and two configurations of each base; three layers of each image; one packed layer of
        // each module.
        assertEquals(10, of(BaseCache.KIND).size());
        assertEquals(6, of(ContentsFiles.KIND).size());
        assertEquals(2, of(LayerFolders.KIND).size());
        assertEquals(
                Set.of("hub.example.com/team/first:1.0"),
                of(LayerFolders.KIND).stream()
                        .filter(entry -> entry.id().contains("first"))
                        .findFirst()
                        .orElseThrow()
                        .images());
        assertTrue(
                of(BaseCache.KIND).stream()
                        .allMatch(entry -> entry.images().size() == 1
                                && entry.images().iterator().next().contains("/base/java:")),
                () -> of(BaseCache.KIND).toString());
        assertTrue(of(LayerFolders.KIND).stream().mapToLong(Entry::bytes).sum() > 80_000);
    }

    @Test
    void aDryRunShowsWhatWouldGoAndDeletesNothing() throws IOException {
        Set<Path> before = files(folder);

        Pruning.Result result = prune(keep(0), true);

        assertEquals(before, files(folder));
        assertEquals(result.before(), result.chosen());
        assertEquals(0, result.freed());
        assertTrue(said.get(said.size() - 1).startsWith("Would free 18 of 18 entries, "), said::toString);
        assertTrue(
                said.stream().anyMatch(line -> line.startsWith("packed layer") && line.contains("team/first:1.0")),
                said::toString);
    }

    @Test
    void withoutASelectionNothingGoes() throws IOException {
        Set<Path> before = files(folder);
        assertEquals(0, prune(NOTHING, false).freed());
        assertEquals(before, files(folder));
    }

    @Test
    void byImageGoesWhatNoOtherImageShares() throws IOException {
        // Another image on the same base: the base's layers are read once for both.
        workshop.write("third", 100);
        workshop.build("third", workshop.host() + "/base/java:17");
        workshop.check("third", "third");
        int results = of(ContentsFiles.KIND).size();

        prune(images("*/team/first"), false);

        assertEquals(results - 1, of(ContentsFiles.KIND).size(), "the layer of its own");
        assertEquals(1, of(LayerFolders.KIND).size());
        assertEquals(10, of(BaseCache.KIND).size());

        prune(images(workshop.host() + "/base/*:17"), false);

        assertEquals(5, of(BaseCache.KIND).size());
        assertEquals(
                List.of(workshop.host() + "/base/java:21"),
                ImageLayout.open(workshop.cacheDirectory().resolve("bases")).tags());
        // And it is built on it again.
        workshop.build("first", workshop.host() + "/base/java:17");
        assertEquals(10, of(BaseCache.KIND).size());
    }

    @Test
    void byAgeGoesWhatWasNotUsedForThatLong() throws IOException {
        for (Entry entry : caches().entries()) {
            age(Path.of(entry.id()), Duration.ofDays(31));
        }
        // All that this build and check use becomes new again.
        workshop.build("first", workshop.host() + "/base/java:17");
        workshop.check("first", "first");

        prune(olderThan(Duration.ofDays(30)), false);

        assertEquals(5, of(BaseCache.KIND).size());
        assertEquals(3, of(ContentsFiles.KIND).size());
        assertEquals(1, of(LayerFolders.KIND).size());
        assertTrue(
                caches().entries().stream().allMatch(entry -> entry.images().stream()
                        .anyMatch(image -> image.contains("first") || image.contains(":17"))),
                () -> caches().entries().toString());
    }

    @Test
    void bySizeGoesWhatWasUsedLeastRecentlyUntilTheRestFits() throws IOException {
        List<Entry> layers = of(LayerFolders.KIND);
        Entry old = layers.get(0);
        age(Path.of(old.id()), Duration.ofHours(1));
        long total = caches().entries().stream().mapToLong(Entry::bytes).sum();

        Pruning.Result result = prune(keep(total - 1), false);

        assertEquals(old.bytes(), result.freed());
        assertFalse(Files.exists(Path.of(old.id())));
        assertTrue(Files.exists(Path.of(layers.get(1).id())));
        try (Stream<Path> left = Files.list(Path.of(old.id()).getParent().getParent())) {
            assertTrue(left.noneMatch(path -> path.getFileName().toString().startsWith("pruned-")));
        }
    }

    @Test
    void whatIsPrunedIsMadeAgainAndTheSame() throws IOException {
        var before = workshop.build("first", workshop.host() + "/base/java:17");
        Pruning.Result result = prune(keep(0), false);

        assertEquals(result.before(), result.freed());
        assertEquals(List.of(), caches().entries());
        assertEquals(
                List.of(),
                ImageLayout.open(workshop.cacheDirectory().resolve("bases")).tags());
        assertEquals(
                before.index().digest(),
                workshop.build("first", workshop.host() + "/base/java:17")
                        .index()
                        .digest());
        assertEquals(3, workshop.check("first", "first").layers().size());
    }

    @Test
    void aBuildThatMissesAnyOneFileReadsItAgain() throws IOException {
        String base = workshop.host() + "/base/java:17";
        Digest built = workshop.build("first", base).index().digest();
        for (Entry listed : caches().entries()) {
            // As it is now: the last build has used it.
            Entry entry = caches().entries().stream()
                    .filter(each -> each.id().equals(listed.id()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(List.of(entry), caches().delete(List.of(entry)));

            assertEquals(built, workshop.build("first", base).index().digest(), entry::toString);
            assertEquals(3, workshop.check("first", "first").layers().size(), entry::toString);
        }
    }

    @Test
    void whatIsUsedBetweenListingAndDeletingStays() {
        OwnCaches caches = caches();
        List<Entry> listed = caches.entries();
        workshop.build("first", workshop.host() + "/base/java:17");

        List<Entry> gone = caches.delete(listed);

        assertEquals(listed.size() - 6, gone.size(), "five files of its base, and its packed layer");
        assertEquals(6, caches.entries().size());
    }

    @Test
    void filesOfOthersAndOfRunsThatGoOnStay() throws IOException {
        Path bases = workshop.cacheDirectory().resolve("bases/blobs/sha256");
        Path contents = workshop.cacheDirectory().resolve("contents/2/sha256");
        List<Path> others = List.of(
                workshop.cacheDirectory().resolve("notes.txt"),
                bases.resolve("README"),
                contents.resolve("x.gz"),
                bases.resolve("a".repeat(64) + ".partial-1"),
                contents.resolve(".part1"));
        List<Path> abandoned = List.of(bases.resolve("b".repeat(64) + ".partial-2"), contents.resolve(".part2"));
        for (Path file : others) {
            Files.writeString(file, "x");
        }
        for (Path file : abandoned) {
            Files.writeString(file, "x");
            age(file, Duration.ofHours(25));
        }

        prune(keep(0), false);

        others.forEach(file -> assertTrue(Files.exists(file), file::toString));
        abandoned.forEach(file -> assertFalse(Files.exists(file), file::toString));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void symbolicLinksLeadNowhere() throws IOException {
        Path precious = Files.createDirectories(folder.resolve("precious"));
        String name = "c".repeat(64);
        Path file = Files.writeString(precious.resolve(name), "x");
        Path inLayers = Files.createDirectories(precious.resolve("layers").resolve(name));
        Path layer = Files.writeString(inLayers.resolve(name), "x");
        Path bases = workshop.cacheDirectory().resolve("bases/blobs");
        Files.createSymbolicLink(bases.resolve("sha256").resolve(name), file);
        Files.createSymbolicLink(bases.resolve("sha512"), precious);
        Files.createSymbolicLink(
                workshop.target("first").resolve("multiarch-layers/layers").resolve(name), inLayers);

        prune(keep(0), false);

        assertTrue(Files.exists(file) && Files.exists(layer));
    }

    @Test
    void aFolderThatNoBuildMarkedIsRefused() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        TinyImage.putIndex(ImageLayout.openOrCreate(other.resolve("bases")), "1", 100, Platform.linuxAmd64());
        Set<Path> before = files(other);

        InvalidInputException e = assertThrows(InvalidInputException.class, () -> new OwnCaches(other, List.of()));

        assertTrue(e.getMessage().contains("it does not look like a cache of this plugin"), e::getMessage);
        assertEquals(before, files(other));
        // One that is empty, or not there, has nothing, and that is all.
        assertEquals(List.of(), new OwnCaches(Files.createDirectories(folder.resolve("empty")), List.of()).entries());
        assertEquals(List.of(), new OwnCaches(folder.resolve("none"), List.of()).entries());
        // A user's own layout in the place of ours, beside a real cache.
        Path half = Files.createDirectories(folder.resolve("half"));
        new io.github.multiarchmaven.contents.ContentsCache(half.resolve("contents"))
                .note("hub.example.com/app:1", Set.of(Digest.ofBytes(new byte[0])));
        TinyImage.putIndex(ImageLayout.openOrCreate(half.resolve("bases")), "1", 100, Platform.linuxAmd64());
        assertEquals(List.of(), new OwnCaches(half, List.of()).entries());
    }
}
