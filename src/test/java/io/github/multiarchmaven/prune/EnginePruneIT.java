package io.github.multiarchmaven.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.testbed.BuildKit;
import io.github.multiarchmaven.testbed.Buildah;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caches of real engines. */
class EnginePruneIT {
    private static final int STEP = 3_000_000;

    @TempDir
    Path folder;

    /** A folder with files of random bytes and a Dockerfile that copies them, each in a step. */
    private Path context(String name, int steps) throws IOException {
        Path context = Files.createDirectories(folder.resolve(name));
        StringBuilder dockerfile = new StringBuilder("FROM scratch\n");
        Random random = new Random(name.hashCode());
        for (int i = 0; i < steps; i++) {
            byte[] bytes = new byte[STEP];
            random.nextBytes(bytes);
            Files.write(context.resolve("file" + i), bytes);
            dockerfile.append("COPY file").append(i).append(" /\n");
        }
        Files.writeString(context.resolve("Dockerfile"), dockerfile.toString());
        return context;
    }

    private static Command build(BuildKit kit, Path context) {
        return kit.runnable("buildx", "build", "--progress", "plain", "--output", "type=cacheonly", context.toString());
    }

    private static Selection keep(long bytes) {
        return new Selection(List.of(), Optional.empty(), Optional.of(bytes));
    }

    private static long sum(Cache cache) {
        return cache.entries().stream().mapToLong(Entry::bytes).sum();
    }

    @Test
    void buildxIsPrunedToALimitWhileABuildRuns() throws Exception {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            build(kit, context("old", 4)).output();
            Selection selection = keep(2 * STEP);
            BuildxCache cache = new BuildxCache(kit.environment(), null, List.of(), selection);
            long before = sum(cache);
            assertTrue(before >= 4 * STEP, () -> kit.runnable("buildx", "du", "--verbose")
                    .output());
            List<String> said = new ArrayList<>();

            Pruning.Result dry = new Pruning(selection, true, said::add).prune(cache);

            assertEquals(before, sum(cache), "a dry run frees nothing");
            assertTrue(dry.chosen() >= before - 2 * STEP, said::toString);
            assertTrue(said.stream().anyMatch(line -> line.contains("COPY file0")), said::toString);

            Path context = context("running", 12);
            CompletableFuture<Command.Result> running =
                    CompletableFuture.supplyAsync(() -> build(kit, context).run());
            do {
                new Pruning(selection, false, said::add).prune(cache);
            } while (!running.isDone());
            Command.Result built = running.get(5, TimeUnit.MINUTES);
            assertEquals(0, built.exit(), built::errors);

            new Pruning(selection, false, said::add).prune(cache);
            assertTrue(sum(cache) <= 2 * STEP, () -> sum(cache) + " bytes are left: " + said);
        }
    }

    @Test
    void buildxIsPrunedByAgeAndByItsOwnFilters() throws Exception {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            build(kit, context("young", 1)).output();
            Selection old = new Selection(List.of(), Optional.of(Duration.ofHours(1)), Optional.empty());
            BuildxCache cache = new BuildxCache(kit.environment(), "default", List.of(), old);
            long before = sum(cache);

            assertEquals(0, new Pruning(old, false, line -> {}).prune(cache).chosen());
            assertEquals(before, sum(cache));

            Selection everything = keep(0);
            BuildxCache sources = new BuildxCache(kit.environment(), null, List.of("type=source.local"), everything);
            List<Entry> listed = sources.entries();
            assertFalse(listed.isEmpty());
            assertTrue(listed.stream().allMatch(entry -> entry.kind().contains("source.local")), listed::toString);
            new Pruning(everything, false, line -> {}).prune(sources);
            assertEquals(List.of(), sources.entries());
            assertTrue(sum(cache) > 0, "the rest stays");

            InvalidInputException e = assertThrows(
                    InvalidInputException.class,
                    () -> new BuildxCache(
                            kit.environment(),
                            null,
                            List.of(),
                            new Selection(List.of("*"), Optional.empty(), Optional.empty())));
            assertTrue(e.getMessage().contains("it does not know to which images"), e::getMessage);
        }
    }

    @Test
    void buildahIsPrunedByImageAndWhatAContainerUsesStays() throws Exception {
        Buildah buildah = Unavailable.orSkip(Buildah::get);
        Path home = Files.createDirectory(folder.resolve("home"));
        Path policy = home.resolve("policy.json");
        for (String name : List.of("hub.example.com/team/a:1", "hub.example.com/team/b:1", "hub.example.com/other:1")) {
            buildah.runnable(
                            home,
                            "bud",
                            "--signature-policy",
                            policy.toString(),
                            "--tag",
                            name,
                            context(name.replaceAll("\\W", "-"), 1).toString())
                    .output();
        }
        buildah.runnable(
                        home,
                        "from",
                        "--signature-policy",
                        policy.toString(),
                        "--pull-never",
                        "hub.example.com/team/b:1")
                .output();
        BuildahCache cache = new BuildahCache(buildah.environment(home));
        Selection team = new Selection(List.of("hub.example.com/team/*"), Optional.empty(), Optional.empty());
        assertEquals(3, cache.entries().size());
        assertTrue(cache.entries().stream().allMatch(entry -> entry.bytes() >= STEP), () -> cache.entries()
                .toString());

        Pruning.Result dry = new Pruning(team, true, line -> {}).prune(cache);

        assertTrue(dry.chosen() >= 2 * STEP && dry.chosen() < dry.before(), dry::toString);
        assertEquals(3, cache.entries().size());

        List<String> said = new ArrayList<>();
        new Pruning(team, false, said::add).prune(cache);

        assertEquals(
                Set.of("hub.example.com/team/b:1", "hub.example.com/other:1"),
                cache.entries().stream()
                        .flatMap(entry -> entry.images().stream())
                        .collect(Collectors.toSet()));
        assertTrue(said.get(said.size() - 1).endsWith("1 entries are in use and stayed."), said::toString);
    }
}
