package io.github.multiarchmaven.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Locks are held, not used.
class LayoutLockTest {
    private static final int REFUSED = 7;

    @TempDir
    Path folder;

    /** Run in a process of its own: exits 0 when the lock was free. */
    public static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            try (LayoutLock lock = LayoutLock.acquire(Path.of(args[0]), Duration.ofMillis(100))) {
                System.exit(0);
            } catch (LayoutException e) {
                System.exit(REFUSED);
            }
        }
    }

    private int probe(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        return process.exitValue();
    }

    @Test
    void aThreadThatGivesUpDoesNotFreeAnotherThreadsLock() throws Exception {
        Path file = folder.resolve("lock");
        try (LayoutLock held = LayoutLock.acquire(file)) {
            assertThrows(LayoutException.class, () -> LayoutLock.acquire(file, Duration.ofMillis(20)));
            assertEquals(REFUSED, probe(file), "another process got a lock that is held here");
        }
        assertEquals(0, probe(file));
    }

    @Test
    void anInterruptedThreadStopsWaitingAndStaysInterrupted() {
        Path file = folder.resolve("lock");
        try (LayoutLock held = LayoutLock.acquire(file)) {
            Thread.currentThread().interrupt();
            LayoutException e = assertThrows(LayoutException.class, () -> LayoutLock.acquire(file));
            assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void threadsWithInstancesOfTheirOwnExcludeEachOther() throws Exception {
        Path file = folder.resolve("lock");
        Path counter = Files.writeString(folder.resolve("counter"), "0");
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                done.add(threads.submit(() -> {
                    for (int n = 0; n < 20; n++) {
                        try (LayoutLock lock = LayoutLock.acquire(file)) {
                            int before = Integer.parseInt(Files.readString(counter));
                            Files.writeString(counter, Integer.toString(before + 1));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals("120", Files.readString(counter));
    }
}
