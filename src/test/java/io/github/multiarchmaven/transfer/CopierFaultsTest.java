package io.github.multiarchmaven.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.layout.ImageLayout;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies that are interrupted, fail beside others, or find a layout with holes. */
@Timeout(120)
class CopierFaultsTest {
    @TempDir
    Path folder;

    private final Map<String, RecordingRepository> registry = new HashMap<>();
    private final RecordingRepository target = new RecordingRepository("here.example.com/app", registry);

    /** A source whose blob of the given content says that it is being read, and then waits. */
    private static final class Stalling extends SourceOver {
        private final Digest stalled;
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private volatile boolean failing;

        Stalling(RecordingRepository below, String content) {
            super(below);
            this.stalled = Digest.ofBytes(content.getBytes(UTF_8));
        }

        @Override
        public InputStream openBlob(Descriptor blob) {
            InputStream in = super.openBlob(blob);
            return !blob.digest().equals(stalled)
                    ? in
                    : new FilterInputStream(in) {
                        @Override
                        public int read(byte[] buffer, int offset, int length) throws IOException {
                            reading.countDown();
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new IOException("read was interrupted", e);
                            }
                            if (failing) {
                                throw new IOException("source broke off");
                            }
                            return super.read(buffer, offset, length);
                        }
                    };
        }
    }

    private static RecordingRepository source(String name) {
        RecordingRepository source = new RecordingRepository(name, new HashMap<>());
        CopierTest.index(source);
        return source;
    }

    private static <T> FutureTask<T> inThread(java.util.concurrent.Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    void anInterruptedCopyEndsWholeAndTheThreadStaysInterrupted() throws Exception {
        Stalling source = new Stalling(source("a.example.com/base"), "shared");
        try (Copier copier = new Copier(2, new BlobLocations())) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    copier.copy(source, "17", target, List.of("17"));
                } catch (ImageException e) {
                    failure.set(e);
                }
                flag.set(Thread.currentThread().isInterrupted());
            });
            thread.start();
            source.reading.await();
            thread.interrupt();
            thread.join();
            int operations = target.operations().size();
            assertTrue(failure.get().getMessage().contains("interrupted"), String.valueOf(failure.get()));
            assertTrue(flag.get());
            source.go.countDown();
            target.requireComplete();
            assertEquals(operations, target.operations().size(), "nothing of it runs on");
            assertTrue(target.tags().isEmpty());
            // The copier and the claims are free for the next.
            assertEquals(3, copier.copy(source, "17", target, List.of("17")).manifestsSent());
        }
    }

    @Test
    void aCopyThatFailsDoesNotWaitForWhatAnotherIsSending() throws Exception {
        BlobLocations locations = new BlobLocations();
        Stalling slow = new Stalling(source("a.example.com/base"), "shared");
        RecordingRepository other = new RecordingRepository("here.example.com/other", registry);
        try (Copier first = new Copier(4, locations);
                Copier second = new Copier(4, locations)) {
            FutureTask<CopyReport> sending = inThread(() -> first.copy(slow, "17", target, List.of("17")));
            slow.reading.await();
            // The second wants the same blob, and one that its source cannot give.
            RecordingRepository broken = source("b.example.com/base");
            SourceOver lacking = new SourceOver(broken) {
                @Override
                public InputStream openBlob(Descriptor blob) {
                    if (blob.digest().equals(Digest.ofBytes("own".getBytes(UTF_8)))) {
                        throw new NotFoundException("the blob is gone");
                    }
                    return super.openBlob(blob);
                }
            };
            Manifest image = CopierTest.image(broken, "arm64", "shared", "own");
            NotFoundException e = assertThrows(
                    NotFoundException.class,
                    () -> second.copy(lacking, image.digest().toString(), other, List.of("1")));
            assertEquals("the blob is gone", e.getMessage());
            assertFalse(sending.isDone(), "the first copy is still waiting for its source");
            slow.go.countDown();
            CopyReport sent = sending.get();
            // The configuration of arm64 is common to both: the second may have sent it before it failed.
            assertEquals(5, sent.count(BlobOutcome.SENT) + sent.count(BlobOutcome.MOUNTED));
        }
    }

    @Test
    void whenTheSenderOfASharedBlobFailsTheOneThatWaitedSendsIt() throws Exception {
        BlobLocations locations = new BlobLocations();
        Stalling broken = new Stalling(source("a.example.com/base"), "shared");
        broken.failing = true;
        RecordingRepository good = source("b.example.com/base");
        RecordingRepository other = new RecordingRepository("here.example.com/other", registry);
        try (Copier first = new Copier(2, locations);
                Copier second = new Copier(2, locations)) {
            FutureTask<CopyReport> failing = inThread(() -> first.copy(broken, "17", target, List.of("17")));
            broken.reading.await();
            FutureTask<CopyReport> waiting = inThread(() -> second.copy(good, "17", other, List.of("17")));
            broken.go.countDown();
            ExecutionException e = assertThrows(ExecutionException.class, failing::get);
            assertTrue(e.getCause().getMessage().contains("source broke off"), e.toString());
            CopyReport report = waiting.get();
            assertTrue(report.blobs().stream()
                    .anyMatch(item -> item.blob().digest().equals(Digest.ofBytes("shared".getBytes(UTF_8)))
                            && item.outcome() == BlobOutcome.SENT));
            target.requireComplete();
            other.requireComplete();
        }
    }

    @Test
    void aLayoutWithHolesIsFilledAlthoughItHasTheManifest() throws Exception {
        RecordingRepository source = source("a.example.com/base");
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest index = source.manifest("17");
        layout.putManifest(index, "17");
        try (Copier copier = new Copier(2, new BlobLocations())) {
            CopyReport report = copier.copy(source, "17", layout, List.of("17"));
            assertEquals(5, report.count(BlobOutcome.SENT));
            Files.delete(layout.blobPath(Digest.ofBytes("shared".getBytes(UTF_8))));
            assertEquals(
                    1,
                    copier.copy(source, "17", layout, List.of("17")).count(BlobOutcome.SENT),
                    "what was deleted and nothing else");
        }
    }

    @Test
    void fromLayoutToLayoutEverythingReachableGoesAndHasTheSameBytes() throws Exception {
        ImageLayout from = ImageLayout.openOrCreate(folder.resolve("from"));
        Manifest index = CopierTest.index(from);
        ImageLayout to = ImageLayout.openOrCreate(folder.resolve("to"));
        try (Copier copier = new Copier(2, new BlobLocations())) {
            copier.copy(from, "17", to, List.of("1", "2"));
        }
        assertEquals(List.of("1", "2"), to.tags());
        try (var files = Files.list(folder.resolve("from/blobs/sha256"))) {
            for (Path file : files.toList()) {
                assertEquals(
                        -1,
                        Files.mismatch(file, folder.resolve("to/blobs/sha256").resolve(file.getFileName())));
            }
        }
        assertEquals(0, to.prune());
        assertEquals(index.digest(), to.manifest("2").digest());
    }

    @Test
    void indexesWithinIndexesAndArtifactsAreCopied() {
        RecordingRepository source = source("a.example.com/base");
        ObjectNode json = CopierTest.image(source, "x", "payload").json();
        json.put("artifactType", "application/vnd.example.sbom");
        ((ObjectNode) json.path("config"))
                .put("mediaType", MediaTypes.OCI_EMPTY)
                .put("data", "AAAA");
        Manifest artifact = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        source.putManifest(artifact, null);
        Manifest outer = Indexes.compose(
                List.of(
                        source.manifest("17").descriptor().withPlatform(Platform.linuxAmd64()),
                        artifact.descriptor().withPlatform(new Platform("unknown", "unknown", "", ""))),
                Map.of());
        source.putManifest(outer, "outer");
        try (Copier copier = new Copier(3, new BlobLocations())) {
            CopyReport report = copier.copy(source, "outer", target, List.of("outer"));
            assertEquals(5, report.manifestsSent());
            assertEquals(7, report.count(BlobOutcome.SENT), "embedded data does not stand in for the blob");
        }
        target.requireComplete();
    }

    @Test
    void oneDigestOfTwoSizesIsRefusedBeforeAnythingIsWritten() {
        RecordingRepository source = source("a.example.com/base");
        ObjectNode json = CopierTest.image(source, "amd64", "layer").json();
        ObjectNode lie = ((ObjectNode) json.path("layers").path(0)).deepCopy();
        lie.put("size", 1);
        json.withArrayProperty("layers").add(lie);
        Manifest image = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        source.putManifest(image, "lie");
        try (Copier copier = new Copier(2, new BlobLocations())) {
            assertThrows(CorruptContentException.class, () -> copier.copy(source, "lie", target, List.of("1")));
        }
        assertEquals(java.util.Set.of(), target.digests());
    }

    @Test
    void aTagThatIsNotThereIsNamedWithItsSource() {
        try (Copier copier = new Copier(1, new BlobLocations())) {
            NotFoundException e = assertThrows(
                    NotFoundException.class,
                    () -> copier.copy(source("a.example.com/base"), "18", target, List.of("18")));
            assertTrue(e.getMessage().contains("18") && e.getMessage().contains("a.example.com/base"), e.getMessage());
        }
    }
}
