package io.github.multiarchmaven.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that has grown is pruned by two processes at once while modules are built and checked: each build ends well. */
class PruneWhileBuildingIT {
    private static final int MODULES = 6;
    private static final int MODULE_BYTES = 1_500_000;
    private static final int ROUNDS = 12;
    private static final long LIMIT = 3_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Test
    void eachBuildEndsWellAndTheCacheEndsBelowTheLimit() throws Exception {
        try (Workshop workshop = new Workshop(folder)) {
            List<String> modules = new ArrayList<>();
            Map<String, Digest> first = new HashMap<>();
            for (int i = 0; i < MODULES; i++) {
                String module = "m" + i;
                modules.add(module);
                workshop.write(module, MODULE_BYTES);
                first.put(
                        module,
                        workshop.build(module, workshop.base("base/java:" + i))
                                .index()
                                .digest());
                workshop.check(module, module);
            }
            List<Path> targets = modules.stream().map(workshop::target).toList();
            OwnCaches caches = new OwnCaches(workshop.cacheDirectory(), targets);
            assertTrue(sum(caches) > MODULES * MODULE_BYTES, "it has grown");

            Process pruner = PruneProcess.start(LIMIT, workshop.cacheDirectory(), targets);
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try {
                List<Future<?>> builds = new ArrayList<>();
                for (int lane = 0; lane < 2; lane++) {
                    List<String> own = modules.subList(lane * MODULES / 2, (lane + 1) * MODULES / 2);
                    builds.add(threads.submit(() -> {
                        for (int round = 0; round < ROUNDS; round++) {
                            String module = own.get(round % own.size());
                            String base = workshop.host() + "/base/java:" + module.substring(1);
                            assertEquals(
                                    first.get(module),
                                    workshop.build(module, base).index().digest());
                            assertEquals(
                                    3, workshop.check(module, module).layers().size());
                        }
                        return null;
                    }));
                }
                Selection toNothing = new Selection(List.of(), Optional.empty(), Optional.of(0L));
                Future<Long> here = threads.submit(() -> {
                    long freed = 0;
                    while (!builds.stream().allMatch(Future::isDone)) {
                        freed += new Pruning(toNothing, false, line -> {})
                                .prune(caches)
                                .freed();
                    }
                    return freed;
                });
                for (Future<?> build : builds) {
                    build.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
                assertTrue(here.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) > 0);
                assertTrue(pruner.isAlive(), "the other process prunes still");
                pruner.getOutputStream().write('\n');
                pruner.getOutputStream().flush();
                String[] told = new String(pruner.getInputStream().readAllBytes())
                        .strip()
                        .split(" ");
                assertEquals(0, pruner.waitFor());
                assertTrue(Integer.parseInt(told[0]) > 1, "runs of the other process: " + told[0]);
            } finally {
                threads.shutdownNow();
                pruner.destroyForcibly();
            }

            modules.forEach(module -> {
                workshop.build(module, workshop.host() + "/base/java:" + module.substring(1));
                workshop.check(module, module);
            });
            assertTrue(sum(caches) > LIMIT);
            new Pruning(new Selection(List.of(), Optional.empty(), Optional.of(LIMIT)), false, line -> {})
                    .prune(caches);
            assertTrue(sum(caches) <= LIMIT, () -> sum(caches) + " bytes are left");
            assertTrue(sum(caches) > 0, "what is newest stays");
        }
    }

    private static long sum(OwnCaches caches) {
        return caches.entries().stream().mapToLong(Entry::bytes).sum();
    }
}
