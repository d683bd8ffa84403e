package io.github.multiarchmaven.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopierTest {
    private final Map<String, RecordingRepository> registry = new HashMap<>();
    private final RecordingRepository source = new RecordingRepository("there.example.com/base", new HashMap<>());
    private final RecordingRepository target = new RecordingRepository("here.example.com/base", registry);
    private final Copier copier = new Copier(4, new BlobLocations());

    @AfterEach
    void close() {
        copier.close();
    }

    static Descriptor blob(Repository place, String mediaType, String content) {
        byte[] bytes = content.getBytes(UTF_8);
        Descriptor blob = Descriptor.ofBytes(mediaType, bytes);
        place.putBlob(blob, null, () -> new ByteArrayInputStream(bytes));
        return blob;
    }

    static Manifest image(Repository place, String arch, String... layers) {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_MANIFEST);
        json.set(
                "config",
                blob(place, MediaTypes.OCI_CONFIG, "{\"architecture\":\"" + arch + "\"}")
                        .json());
        var array = json.putArray("layers");
        for (String layer : layers) {
            array.add(blob(place, MediaTypes.OCI_LAYER_GZIP, layer).json());
        }
        Manifest image = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        place.putManifest(image, null);
        return image;
    }

    /** Two platforms; "shared" is a layer of both. */
    static Manifest index(Repository place) {
        Manifest index = Indexes.compose(
                List.of(
                        image(place, "amd64", "shared", "amd64 layer")
                                .descriptor()
                                .withPlatform(Platform.linuxAmd64()),
                        image(place, "arm64", "shared", "arm64 layer")
                                .descriptor()
                                .withPlatform(Platform.linuxArm64())),
                Map.of());
        place.putManifest(index, "17");
        return index;
    }

    private static long count(List<String> operations, String prefix) {
        return operations.stream().filter(o -> o.startsWith(prefix)).count();
    }

    @Test
    void copiesTheBytesAndMovesASharedBlobOnce() {
        Manifest index = index(source);
        source.failAt(0);
        CopyReport report = copier.copy(source, "17", target, List.of("17", "latest"));
        assertArrayEquals(index.bytes(), target.manifest("17").bytes());
        assertEquals(index.digest(), target.manifest("latest").digest());
        assertEquals(5, report.count(BlobOutcome.SENT));
        assertEquals(5, count(source.operations(), "GET blob"), "each distinct blob is read once");
        assertEquals(source.digests(), target.digests());
        assertEquals(1, count(source.operations(), "HEAD manifest 17"), "the tag is resolved once");
    }

    @Test
    void childrenGoBeforeParentsAndTagsLast() {
        Manifest index = index(source);
        copier.copy(source, "17", target, List.of("17"));
        List<String> puts =
                target.operations().stream().filter(o -> o.startsWith("PUT")).toList();
        int lastBlob = 4;
        assertEquals(5, count(puts.subList(0, lastBlob + 1), "PUT blob"));
        assertEquals(2, count(puts.subList(lastBlob + 1, puts.size() - 1), "PUT manifest sha256:"));
        assertEquals("PUT manifest 17", puts.get(puts.size() - 1));
        assertEquals(8, puts.size(), "the index is put once, by its tag: " + index.digest());
    }

    @Test
    void aSecondCopyCostsOneRequestATagAtTheTarget() {
        index(source);
        copier.copy(source, "17", target, List.of("17", "latest"));
        target.failAt(0);
        source.failAt(0);
        CopyReport report = copier.copy(source, "17", target, List.of("17", "latest"));
        assertEquals(List.of("HEAD manifest 17"), source.operations(), "no GET, which registries ration");
        assertEquals(List.of("HEAD manifest 17", "HEAD manifest latest"), target.operations());
        assertTrue(report.nothingToDo(), report.toString());
        assertEquals("there already", report.summary());
    }

    @Test
    void aPresentChildIsNotLookedInto() {
        index(source);
        image(target, "amd64", "shared", "amd64 layer");
        target.failAt(0);
        CopyReport report = copier.copy(source, "17", target, List.of("17"));
        assertEquals(1, report.manifestsPresent());
        assertEquals(2, report.count(BlobOutcome.SENT), "config and own layer of arm64");
        assertEquals(1, report.count(BlobOutcome.PRESENT), "the shared layer");
    }

    @Test
    void failedAtAnyOperationTheTargetIsCompleteAndARerunDoesTheRest() {
        index(source);
        copier.copy(source, "17", new RecordingRepository("x.example.com/count", registry), List.of("17"));
        int failures = 0;
        for (int n = 1; n < 200; n++) {
            RecordingRepository fresh = new RecordingRepository("n" + n + ".example.com/base", new HashMap<>());
            fresh.failAt(n);
            try (Copier own = new Copier(3, new BlobLocations())) {
                own.copy(source, "17", fresh, List.of("17", "latest"));
                assertTrue(failures > 10, "every operation was made to fail once: " + failures);
                return;
            } catch (ImageException e) {
                assertTrue(e.getMessage().startsWith("failed at operation " + n), e.getMessage());
                failures++;
            }
            fresh.requireComplete();
            int had = fresh.digests().size();
            fresh.failAt(0);
            CopyReport rerun = copier.copy(source, "17", fresh, List.of("17", "latest"));
            fresh.requireComplete();
            assertEquals(source.digests(), fresh.digests());
            assertTrue(
                    rerun.count(BlobOutcome.SENT) + rerun.manifestsSent()
                            <= source.digests().size() - had + 1,
                    "only the rest is sent after a failure at " + n);
        }
        throw new AssertionError("the copy never got through");
    }

    @Test
    void anotherRepositoryOfTheRegistryIsMountedFrom() {
        RecordingRepository base = new RecordingRepository("here.example.com/origin", registry);
        index(base);
        CopyReport report = copier.copy(base, "17", target, List.of("17"));
        assertEquals(5, report.count(BlobOutcome.MOUNTED));
        assertEquals(0, report.bytesSent());
    }

    @Test
    void whatOneCopySentTheNextMounts() {
        index(source);
        copier.copy(source, "17", target, List.of("17"));
        RecordingRepository second = new RecordingRepository("here.example.com/second", registry);
        CopyReport report = copier.copy(source, "17", second, List.of("17"));
        assertEquals(5, report.count(BlobOutcome.MOUNTED));
    }

    @Test
    void copiesAtTheSameTimeSendASharedBlobOnce() throws Exception {
        index(source);
        BlobLocations locations = new BlobLocations();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<CopyReport>> modules = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                RecordingRepository repository = new RecordingRepository("here.example.com/app" + i, registry);
                modules.add(() -> {
                    try (Copier own = new Copier(2, locations)) {
                        return own.copy(source, "17", repository, List.of("17"));
                    }
                });
            }
            long sent = 0;
            for (Future<CopyReport> future : threads.invokeAll(modules)) {
                sent += future.get().count(BlobOutcome.SENT);
            }
            assertEquals(5, sent);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aSourceWithAMissingChildFailsBeforeAnythingIsWritten() {
        Manifest index = index(source);
        RecordingRepository sparse = new RecordingRepository("sparse.example.com/base", new HashMap<>());
        for (Descriptor child : index.children().subList(0, 1)) {
            image(sparse, child.platform().orElseThrow().architecture(), "shared", "amd64 layer");
        }
        Repository hole = new Overlay(sparse, index);
        assertThrows(ImageException.class, () -> copier.copy(hole, "17", target, List.of("17")));
        assertEquals(0, count(target.operations(), "PUT"));
    }

    @Test
    void aSourceThatYieldsOtherBytesStoresNothingUnderTheDigest() {
        Manifest image = image(source, "amd64", "layer");
        Repository lying = new Overlay(source, image) {
            @Override
            public java.io.InputStream openBlob(Descriptor blob) {
                return new io.github.multiarchmaven.image.VerifyingInputStream(
                        new ByteArrayInputStream("other".getBytes(UTF_8)), blob, "a lying source");
            }
        };
        assertThrows(CorruptContentException.class, () -> copier.copy(lying, "17", target, List.of("1")));
        assertEquals(java.util.Set.of(), target.digests());
    }

    @Test
    void foreignLayersAreLeftWhereTheyAre() {
        ObjectNode json = image(source, "amd64", "layer").json();
        Descriptor foreign = Descriptor.of(
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", Digest.ofBytes(new byte[] {1}), 1);
        json.withArrayProperty("layers").add(foreign.json());
        Manifest windows = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        source.putManifest(windows, "w");
        copier.copy(source, "w", target, List.of("w"));
        assertEquals(windows.digest(), target.manifest("w").digest());
    }

    /** A source with one manifest laid over it. */
    private static class Overlay extends SourceOver {
        private final Manifest tagged;

        Overlay(Repository below, Manifest tagged) {
            super(below);
            this.tagged = tagged;
        }

        @Override
        public java.util.Optional<Descriptor> resolve(String tagOrDigest) {
            return tagOrDigest.equals("17") ? java.util.Optional.of(tagged.descriptor()) : super.resolve(tagOrDigest);
        }

        @Override
        public Manifest manifest(String tagOrDigest) {
            return tagOrDigest.equals(tagged.digest().toString()) ? tagged : super.manifest(tagOrDigest);
        }
    }
}
