package io.github.multiarchmaven.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLayoutTest {
    @TempDir
    Path folder;

    private static Manifest image(ImageLayout layout, String seed) {
        Descriptor config = layout.putBytes(MediaTypes.OCI_CONFIG, ("{\"seed\":\"" + seed + "\"}").getBytes(UTF_8));
        var json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_MANIFEST);
        json.set("config", config.json());
        json.putArray("layers");
        return Manifest.compose(json, MediaTypes.OCI_MANIFEST);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve("blobs"))) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void writesTheLayoutThatTheSpecificationShows() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest image = image(layout, "a");
        layout.putManifest(image, "1");
        assertEquals("{\"imageLayoutVersion\":\"1.0.0\"}", Files.readString(folder.resolve("oci-layout")));
        assertEquals(
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[{\"mediaType\":\""
                        + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"" + image.digest() + "\",\"size\":"
                        + image.descriptor().size()
                        + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"1\"}}]}",
                Files.readString(folder.resolve("index.json")));
        assertArrayEquals(
                image.bytes(),
                Files.readAllBytes(
                        folder.resolve("blobs/sha256/" + image.digest().hex())));
    }

    @Test
    void aTagIsReplacedInPlaceAndWhatOthersWroteIsKept() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        layout.putManifest(image(layout, "a"), "1");
        layout.putManifest(image(layout, "b"), "2");
        Files.writeString(
                folder.resolve("index.json"),
                Files.readString(folder.resolve("index.json"))
                        .replace("\"schemaVersion\":2", "\"schemaVersion\":2,\"x-own\":1"));
        Manifest newer = image(layout, "c");
        layout.putManifest(newer, "1");
        assertEquals(List.of("1", "2"), layout.tags());
        assertEquals(newer.digest(), layout.resolve("1").orElseThrow().digest());
        assertTrue(Files.readString(folder.resolve("index.json")).contains("\"x-own\":1"));
        layout.untag("1");
        assertEquals(List.of("2"), layout.tags());
        assertEquals(
                newer.descriptor(), layout.resolve(newer.digest().toString()).orElseThrow(), "still there by digest");
    }

    @Test
    void aSparseLayoutSaysWhichBlobsItLacks() {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Descriptor absent = Descriptor.ofBytes(MediaTypes.OCI_LAYER_GZIP, "base layer".getBytes(UTF_8));
        var json = image(layout, "a").json();
        json.putArray("layers").add(absent.json());
        layout.putManifest(Manifest.compose(json, MediaTypes.OCI_MANIFEST), "1");
        assertFalse(layout.hasBlob(absent));
        assertThrows(NotFoundException.class, () -> layout.openBlob(absent));
        assertEquals(List.of(absent), layout.manifest("1").layers());
    }

    @Test
    void contentThatIsNotTheOneDescribedLeavesNothingBehind() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Descriptor blob = Descriptor.ofBytes("text/plain", "right".getBytes(UTF_8));
        for (String wrong : List.of("wrong", "righ", "righter")) {
            assertThrows(
                    CorruptContentException.class,
                    () -> layout.putBlob(blob, null, () -> new ByteArrayInputStream(wrong.getBytes(UTF_8))));
        }
        assertThrows(
                LayoutException.class,
                () -> layout.putBlob(blob, null, () -> {
                    throw new IOException("No space left on device");
                }));
        assertEquals(List.of(), files());
        assertEquals(
                BlobOutcome.SENT, layout.putBlob(blob, null, () -> new ByteArrayInputStream("right".getBytes(UTF_8))));
        assertEquals(BlobOutcome.PRESENT, layout.putBlob(blob, null, () -> {
            throw new AssertionError("a blob that is there is not read again");
        }));
    }

    @Test
    void aBlobThatRottedOnDiskIsNotReadAsGood() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Descriptor blob = layout.putBytes("text/plain", "content".getBytes(UTF_8));
        Files.writeString(layout.blobPath(blob.digest()), "Content");
        try (InputStream in = layout.openBlob(blob)) {
            assertThrows(CorruptContentException.class, in::readAllBytes);
        }
        Files.writeString(layout.blobPath(blob.digest()), "cont");
        assertFalse(layout.hasBlob(blob), "a short file is not the blob");
    }

    @Test
    void linkTakesAFileOverOnlyWhenItIsTheBlob() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder.resolve("layout"));
        Path file = Files.writeString(folder.resolve("file"), "content");
        Descriptor blob = Descriptor.ofBytes("text/plain", "content".getBytes(UTF_8));
        layout.linkBlob(blob, file);
        assertTrue(layout.hasBlob(blob));
        Descriptor other = Descriptor.ofBytes("text/plain", "another".getBytes(UTF_8));
        assertThrows(CorruptContentException.class, () -> layout.linkBlob(other, file));
        assertFalse(layout.hasBlob(other));
    }

    @Test
    void pruneKeepsWhatATagLeadsToAndNothingElse() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest a = image(layout, "a");
        layout.putManifest(a, null);
        Manifest index = Indexes.compose(List.of(a.descriptor().withPlatform(Platform.linuxAmd64())), Map.of());
        layout.putManifest(index, "1");
        layout.putManifest(image(layout, "old"), "1.0");
        layout.untag("1.0");
        Path killed = Files.writeString(folder.resolve("blobs/sha256/abc.partial-1"), "left by a killed run");
        Files.setLastModifiedTime(killed, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path writing = Files.writeString(folder.resolve("blobs/sha256/abc.partial-2"), "being written");
        try (LayoutLock lock = layout.lock()) {
            assertTrue(layout.prune() > 0);
        }
        assertEquals(
                Set.of(
                        index.digest().hex(),
                        a.digest().hex(),
                        a.config().digest().hex(),
                        writing.getFileName().toString()),
                files().stream().map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
    }

    @Test
    void referrersAreFoundByTheirSubject() {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest a = image(layout, "a");
        layout.putManifest(a, "1");
        var json = image(layout, "signature").json();
        json.set("subject", a.descriptor().json());
        Manifest signature = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        layout.putManifest(signature, "signature");
        assertEquals(List.of(signature.descriptor()), layout.referrers(a.digest()));
        assertEquals(
                MediaTypes.OCI_CONFIG,
                layout.referrers(a.digest()).get(0).artifactType().orElseThrow(),
                "the config's type stands in for a missing artifactType");
        assertEquals(List.of(), layout.referrers(signature.digest()));
    }

    @Test
    void oneNamelessEntryAnswersToLatestAndTwoOfOneNameAreRefused() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest a = image(layout, "a");
        layout.putManifest(a, "1");
        String index = Files.readString(folder.resolve("index.json"));
        Files.writeString(folder.resolve("index.json"), index.replaceAll(",\"annotations\":\\{[^}]*}", ""));
        assertEquals(a.digest(), layout.resolve("latest").orElseThrow().digest());
        assertTrue(layout.resolve("1").isEmpty());

        String entry = index.substring(index.indexOf('[') + 1, index.indexOf(']'));
        Files.writeString(folder.resolve("index.json"), index.replace(entry, entry + "," + entry));
        assertThrows(InvalidInputException.class, () -> layout.resolve("1"));
    }

    @Test
    void whatIsNoLayoutIsRefusedWithItsPath() throws IOException {
        NotFoundException missing = assertThrows(NotFoundException.class, () -> ImageLayout.open(folder.resolve("no")));
        assertTrue(missing.getMessage().contains(folder.resolve("no").toString()));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
        assertThrows(CorruptContentException.class, () -> ImageLayout.open(folder));
        Files.writeString(folder.resolve("oci-layout"), "{");
        assertThrows(CorruptContentException.class, () -> ImageLayout.open(folder));
    }

    @Test
    void theLockWaitsForThreadsAndGivesUpWithASentence() throws Exception {
        Path file = folder.resolve("lock");
        try (LayoutLock held = LayoutLock.acquire(file)) {
            LayoutException e =
                    assertThrows(LayoutException.class, () -> LayoutLock.acquire(file, Duration.ofMillis(50)));
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        }
        LayoutLock.acquire(file, Duration.ofMillis(50)).close();
    }

    /** Run in processes of their own: tags many manifests, then prints "done". */
    public static final class Tagger {
        private Tagger() {}

        public static void main(String[] args) {
            ImageLayout layout = ImageLayout.openOrCreate(Path.of(args[0]));
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                layout.putManifest(image(layout, args[1] + i), args[1] + i);
            }
        }
    }

    private Process tagger(String prefix, int count) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tagger.class.getName(),
                        folder.toString(),
                        prefix,
                        Integer.toString(count))
                .inheritIO()
                .start();
    }

    @Test
    void twoProcessesThatTagAtOnceLoseNothing() throws Exception {
        List<Process> processes = List.of(tagger("a", 200), tagger("b", 200));
        for (Process process : processes) {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES));
            assertEquals(0, process.exitValue());
        }
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            expected.addAll(List.of("a" + i, "b" + i));
        }
        assertEquals(expected, new TreeSet<>(ImageLayout.open(folder).tags()));
    }

    @Test
    void aKilledWriterLeavesALayoutThatCanBeReadAndWritten() throws Exception {
        Process writer = tagger("a", 100_000);
        while (!Files.exists(folder.resolve("index.json"))
                || ImageLayout.openOrCreate(folder).tags().size() < 5) {
            assertTrue(writer.isAlive());
        }
        writer.destroyForcibly().waitFor();
        ImageLayout layout = ImageLayout.open(folder);
        List<String> tags = new ArrayList<>(layout.tags());
        tags.forEach(layout::manifest);
        layout.putManifest(image(layout, "after"), "after");
        tags.add("after");
        assertEquals(tags, layout.tags());
    }

    @Test
    void referencesToLayoutsAreParsedAsSkopeoWritesThem() {
        Path base = folder.toAbsolutePath();
        assertEquals(new LayoutReference(base.resolve("a/b"), false, "1"), LayoutReference.parse("oci:a/b:1", base));
        assertEquals(new LayoutReference(base.resolve("a"), false, "latest"), LayoutReference.parse("oci:a", base));
        assertEquals(
                new LayoutReference(Path.of("/x").toAbsolutePath(), false, "latest"),
                LayoutReference.parse("oci:/x", base));
        assertEquals("latest", LayoutReference.parse("oci:/x:y/z", base).tag());
        for (String bad : List.of("oci:", "oci::1", "oci:a:", "oci:a:-x")) {
            assertThrows(InvalidInputException.class, () -> LayoutReference.parse(bad, base), bad);
        }
    }
}
