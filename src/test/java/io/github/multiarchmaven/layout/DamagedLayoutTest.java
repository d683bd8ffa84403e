package io.github.multiarchmaven.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that rotted, sources that break off, and what other tools write. */
class DamagedLayoutTest {
    @TempDir
    Path folder;

    private static Manifest image(ImageLayout layout, Descriptor subject) {
        Descriptor config = layout.putBytes(MediaTypes.OCI_CONFIG, "{}".getBytes(UTF_8));
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_MANIFEST);
        json.set("config", config.json());
        json.putArray("layers");
        if (subject != null) {
            json.put("artifactType", "application/vnd.example.signature");
            json.set("subject", subject.json());
            json.putObject("annotations").put("by", "me");
        }
        return Manifest.compose(json, MediaTypes.OCI_MANIFEST);
    }

    private void rot(ImageLayout layout, Digest digest) throws IOException {
        byte[] bytes = Files.readAllBytes(layout.blobPath(digest));
        bytes[bytes.length / 2] ^= 1;
        Files.write(layout.blobPath(digest), bytes);
    }

    @Test
    void aDamagedManifestIsNotThereAndIsMendedByWritingItAgain() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest image = image(layout, null);
        layout.putManifest(image, "1");
        rot(layout, image.digest());
        assertTrue(layout.resolve(image.digest().toString()).isEmpty());
        assertThrows(ImageException.class, () -> layout.manifest("1"));
        layout.putManifest(image, "1");
        assertEquals(image.digest(), layout.manifest("1").digest());
        assertEquals(1, layout.entries().size());
    }

    @Test
    void aManifestNamedBySha512IsVerifiedToo() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        byte[] bytes = image(layout, null).bytes();
        Digest digest = Digest.of(
                Digest.Algorithm.SHA512,
                Digest.Algorithm.SHA512.newMessageDigest().digest(bytes));
        Descriptor descriptor = Descriptor.of(MediaTypes.OCI_MANIFEST, digest, bytes.length);
        layout.putBlob(descriptor, null, () -> new ByteArrayInputStream(bytes));
        assertEquals(descriptor, layout.resolve(digest.toString()).orElseThrow());
        // Still JSON with the same fields, but not these bytes.
        Files.writeString(layout.blobPath(digest), new String(bytes, UTF_8).replace(":2,", ": 2,"));
        assertTrue(layout.resolve(digest.toString()).isEmpty());
    }

    @Test
    void pruneDeletesNothingWhenAManifestIsDamaged() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest image = image(layout, null);
        layout.putManifest(image, "1");
        Files.writeString(layout.blobPath(image.digest()), "{");
        assertThrows(ImageException.class, layout::prune);
        assertTrue(layout.hasBlob(image.config()), "what the manifest leads to is unknown");
    }

    @Test
    void aReferrerWithoutATagIsFoundAndKept() {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest image = image(layout, null);
        layout.putManifest(image, "1");
        Manifest signature = image(layout, image.descriptor());
        layout.putManifest(signature, null);
        layout.putManifest(signature, null);
        assertEquals(2, layout.entries().size());
        layout.prune();
        Descriptor found = layout.referrers(image.digest()).get(0);
        assertEquals(signature.digest(), found.digest());
        assertEquals("application/vnd.example.signature", found.artifactType().orElseThrow());
        assertEquals("me", found.annotations().get("by"));
        assertEquals(List.of("1"), layout.tags());
    }

    @Test
    void aSourceThatBreaksOffIsBlamedAndLeavesNothing() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        byte[] bytes = "content".getBytes(UTF_8);
        Descriptor blob = Descriptor.ofBytes("text/plain", bytes);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        LayoutException e = assertThrows(
                LayoutException.class,
                () -> layout.putBlob(
                        blob, null, () -> new SequenceInputStream(new ByteArrayInputStream(bytes, 0, 3), broken)));
        assertTrue(e.getMessage().contains("connection reset"), e.getMessage());
        assertFalse(e.getMessage().contains("permissions"), "the disk is not to blame: " + e.getMessage());
        try (var files = Files.list(folder.resolve("blobs/sha256"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aBlobsFolderThatIsAFileIsNamedInTheError() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Files.delete(folder.resolve("blobs/sha256"));
        Files.writeString(folder.resolve("blobs/sha256"), "in the way");
        LayoutException e = assertThrows(LayoutException.class, () -> layout.putBytes("text/plain", new byte[] {1}));
        assertTrue(e.getMessage().contains(folder.resolve("blobs/sha256").toString()), e.getMessage());
    }

    @Test
    void anEntryNamedByAWholeReferenceIsFoundAsPodmanWritesIt() throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest image = image(layout, null);
        layout.putManifest(image, "1");
        Path index = folder.resolve("index.json");
        Files.writeString(index, Files.readString(index).replace("\"1\"", "\"localhost/app:1\""));
        assertEquals(image.digest(), layout.manifest("localhost/app:1").digest());
        layout.putManifest(image, "[::1]:5000/team/app:2");
        assertEquals(List.of("localhost/app:1", "[::1]:5000/team/app:2"), layout.tags());
    }

    @Test
    void aMalformedTagIsRefusedBeforeAnythingIsWritten() {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Manifest image = image(layout, null);
        for (String bad : List.of("", " ", "a b", "-x", "a\n", image.digest().toString())) {
            assertThrows(InvalidInputException.class, () -> layout.putManifest(image, bad), bad);
        }
        assertTrue(layout.resolve(image.digest().toString()).isEmpty());
    }

    @Test
    void referencesMayNameADigestOrAWindowsDrive() {
        Path base = folder.toAbsolutePath();
        String digest = Digest.ofBytes(new byte[] {1}).toString();
        assertEquals(
                new LayoutReference(base.resolve("a"), false, digest), LayoutReference.parse("oci:a@" + digest, base));
        assertThrows(InvalidInputException.class, () -> LayoutReference.parse("oci:a@sha256:12", base));
        LayoutReference windows = LayoutReference.parse("oci:C:\\images\\base:17", base);
        assertEquals("17", windows.tag());
        assertTrue(windows.path().toString().endsWith("C:\\images\\base"), windows.toString());
        assertEquals(
                "latest", LayoutReference.parse("oci:C:\\images\\base", base).tag());
    }
}
