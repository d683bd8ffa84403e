package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.Gate.Direction;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many transfers one host gets at once. */
@Timeout(120)
class GateTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void oneMoreThanAllowedWaitsUntilOneLeaves() throws Exception {
        Gate gate = new Gate(2, new FakeTiming());
        Gate.Permit first = gate.enter(Direction.READ);
        gate.enter(Direction.READ);
        AtomicBoolean in = new AtomicBoolean();
        Thread third = new Thread(() -> {
            try {
                gate.enter(Direction.READ);
                in.set(true);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        third.start();
        awaitWaiting(third);
        assertFalse(in.get());
        gate.enter(Direction.WRITE).close();
        first.close();
        third.join();
        assertTrue(in.get());
    }

    @Test
    void closingAPermitTwiceLetsOneInOnly() throws IOException {
        Gate gate = new Gate(1, new FakeTiming());
        Gate.Permit permit = gate.enter(Direction.READ);
        permit.close();
        permit.close();
        gate.enter(Direction.READ);
        // With a second permit there this would return instead of waiting.
        Thread.currentThread().interrupt();
        assertThrows(Timing.Interruption.class, () -> gate.enter(Direction.READ));
        assertTrue(Thread.interrupted());
    }

    @Test
    void noMoreRequestsRunAtOnceThanAllowedWhateverTheThreads() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client =
                        Fixtures.client(RegistryOptions.defaults().withConnectionsPerHost(3), new FakeTiming())) {
            registry.on("GET /v2/team/app/tags/list?n=1000", Reply.status(200).stream(2, out -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                out.write("{".getBytes());
                out.flush();
                running.decrementAndGet();
                out.write("}".getBytes());
            }));
            RegistryRepository app = client.repository(registry.reference("team/app"));
            inThreads(20, i -> app.tags());
        }
        assertTrue(most.get() <= 3, most + " requests ran at once");
    }

    /** The pool of connections would give up after the connect timeout. */
    @Test
    void waitingForATurnHasNoEndButItsOwn() throws Exception {
        byte[] content = Fixtures.bytes("a layer");
        Descriptor layer = Fixtures.blob(content);
        RegistryOptions options =
                RegistryOptions.defaults().withConnectionsPerHost(1).withConnectTimeout(Duration.ofMillis(50));
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client = Fixtures.client(options, new FakeTiming())) {
            registry.on(
                    "GET /v2/team/app/blobs/" + layer.digest(),
                    Reply.status(200).body(content));
            RegistryRepository app = client.repository(registry.reference("team/app"));
            InputStream first = app.openBlob(layer);
            List<byte[]> read = new CopyOnWriteArrayList<>();
            Thread second = new Thread(() -> read.add(app.readBlob(layer)));
            second.start();
            awaitWaiting(second);
            Thread.sleep(150);
            first.close();
            second.join();
            assertArrayEquals(content, read.get(0));
        }
    }

    private interface Task {
        void run(int number) throws Exception;
    }

    private static void inThreads(int threads, Task task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(pool.submit(() -> {
                    task.run(number);
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aCopyWithinOneHostThatAllowsOneTransferComesToItsEnd() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.inMemory();
                RegistryClient client =
                        Fixtures.client(RegistryOptions.defaults().withConnectionsPerHost(1), new FakeTiming())) {
            RegistryRepository source = client.repository(Reference.parse(registry.host() + "/base/java"));
            RegistryRepository target = client.repository(Reference.parse(registry.host() + "/team/app"));
            List<Descriptor> blobs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                byte[] content = new byte[300_000];
                new Random(i).nextBytes(content);
                blobs.add(Fixtures.blob(content));
                source.putBlob(blobs.get(i), null, () -> new ByteArrayInputStream(content));
            }
            assertTimeoutPreemptively(
                    LONG,
                    () -> inThreads(8, i -> target.putBlob(blobs.get(i), null, () -> source.openBlob(blobs.get(i)))));
            for (Descriptor blob : blobs) {
                assertTrue(target.hasBlob(blob));
            }
        }
    }

    @Test
    void aDownloadThatIsReadOrClosedLetsTheNextOneIn() throws IOException {
        byte[] content = Fixtures.bytes("a layer");
        Descriptor layer = Fixtures.blob(content);
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client =
                        Fixtures.client(RegistryOptions.defaults().withConnectionsPerHost(1), new FakeTiming())) {
            registry.on(
                    "GET /v2/team/app/blobs/" + layer.digest(),
                    Reply.status(200).body(content));
            RegistryRepository app = client.repository(registry.reference("team/app"));
            assertTimeoutPreemptively(LONG, () -> {
                InputStream read = app.openBlob(layer);
                assertArrayEquals(content, read.readAllBytes());
                InputStream closed = app.openBlob(layer);
                closed.close();
                closed.close();
                read.close();
                try (InputStream last = app.openBlob(layer)) {
                    assertArrayEquals(content, last.readAllBytes());
                }
            });
            assertEquals(3, registry.requests().size());
        }
    }
}
