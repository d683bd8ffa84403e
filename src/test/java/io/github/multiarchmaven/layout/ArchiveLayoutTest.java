package io.github.multiarchmaven.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveLayoutTest {
    @TempDir
    Path folder;

    private Path file;
    private ImageLayout source;
    private Manifest index;

    @BeforeEach
    void make() {
        file = folder.resolve("sub/bases.tar");
        source = ImageLayout.openOrCreate(folder.resolve("source"));
        index = TinyImage.putIndex(source, "17", 3000, Platform.linuxAmd64(), Platform.linuxArm64());
    }

    private void export(String tag, String as) {
        try (ArchiveLayout archive = ArchiveLayout.openOrCreate(file);
                Copier copier = new Copier(4, new BlobLocations())) {
            copier.copy(source, tag, archive, List.of(as));
            archive.commit();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatWasWrittenIsReadBackWhereItLies() throws IOException {
        export("17", "java-17");

        assertEquals(List.of("bases.tar", "bases.tar.lock"), files());
        try (ArchiveLayout archive = ArchiveLayout.open(file)) {
            assertEquals(List.of("java-17"), archive.tags());
            assertArrayEquals(index.bytes(), archive.manifest("java-17").bytes());
            Manifest child = archive.manifest(index.children().get(1).digest().toString());
            for (Descriptor blob : child.blobs()) {
                try (InputStream in = archive.openBlob(blob);
                        InputStream expected = source.openBlob(blob)) {
                    assertArrayEquals(expected.readAllBytes(), in.readAllBytes());
                }
            }
        }
    }

    @Test
    void aSecondImageKeepsTheFirstAndSendsNothingTwice() throws IOException {
        export("17", "one");
        export("17", "two");
        byte[] both = Files.readAllBytes(file);
        export("17", "two");
        assertArrayEquals(both, Files.readAllBytes(file), "nothing to do");
        try (ArchiveLayout archive = ArchiveLayout.open(file)) {
            assertEquals(List.of("one", "two"), archive.tags());
            assertEquals(archive.resolve("one"), archive.resolve("two"));
        }
    }

    @Test
    void theSameContentInTheSameOrderGivesTheSameBytes() throws IOException {
        Descriptor blob = Descriptor.ofBytes("x", "content".getBytes(UTF_8));
        for (String name : List.of("a.tar", "b.tar")) {
            try (ArchiveLayout archive = ArchiveLayout.openOrCreate(folder.resolve(name))) {
                archive.putBlob(blob, null, () -> new ByteArrayInputStream("content".getBytes(UTF_8)));
                archive.commit();
            }
        }
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.tar")), Files.readAllBytes(folder.resolve("b.tar")));
    }

    @Test
    void withoutCommitTheArchiveStaysAsItWas() throws IOException {
        export("17", "one");
        byte[] before = Files.readAllBytes(file);
        TinyImage.putIndex(source, "21", 500, Platform.linuxAmd64());
        try (ArchiveLayout archive = ArchiveLayout.openOrCreate(file);
                Copier copier = new Copier(4, new BlobLocations())) {
            copier.copy(source, "21", archive, List.of("two"));
            assertTrue(archive.resolve("two").isPresent(), "what was written is read back before the commit");
        }
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of("bases.tar", "bases.tar.lock"), files());
    }

    @Test
    void whatAKilledRunLeftIsCleanedUpByTheNext() throws IOException {
        export("17", "one");
        Files.writeString(file.resolveSibling("bases.tar.partial-of-a-killed-run"), "half");
        Files.writeString(file.resolveSibling("other.tar.partial-of-another"), "not ours");
        export("17", "two");
        assertEquals(List.of("bases.tar", "bases.tar.lock", "other.tar.partial-of-another"), files());
    }

    @Test
    void aSourceThatFailsOrLiesLeavesNothingBehind() throws IOException {
        byte[] good = "good content".getBytes(UTF_8);
        Descriptor blob = Descriptor.ofBytes("x", good);
        try (ArchiveLayout archive = ArchiveLayout.openOrCreate(file)) {
            assertThrows(
                    ImageException.class,
                    () -> archive.putBlob(blob, null, () -> new ByteArrayInputStream("evil content".getBytes(UTF_8))));
            assertThrows(
                    ImageException.class,
                    () -> archive.putBlob(blob, null, () -> {
                        throw new IOException("gone");
                    }));
            assertFalse(archive.hasBlob(blob));
            archive.putBlob(blob, null, () -> new ByteArrayInputStream(good));
            archive.commit();
        }
        try (ArchiveLayout archive = ArchiveLayout.open(file);
                InputStream in = archive.openBlob(blob)) {
            assertArrayEquals(good, in.readAllBytes());
        }
        assertEquals(
                1,
                TarIndex.read(file).blobs().size(),
                "the failed attempts were cut off: " + Files.size(file) + " bytes");
        assertEquals(4 * 1024, Files.size(file), "three entries and the end");
    }

    private interface Content {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    private Path tar(Content content) throws IOException {
        Path made = folder.resolve("made.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(made), UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            content.write(tar);
        }
        return made;
    }

    private static void add(TarArchiveOutputStream tar, String name, String content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        byte[] bytes = content.getBytes(UTF_8);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static void addLayout(TarArchiveOutputStream tar, String prefix) throws IOException {
        add(tar, prefix + "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        add(tar, prefix + "index.json", "{\"schemaVersion\":2,\"manifests\":[]}");
    }

    private void refused(Path archive, String sentence) {
        ImageException refused = assertThrows(ImageException.class, () -> {
            try (ArchiveLayout layout = ArchiveLayout.open(archive)) {
                layout.tags();
            }
        });
        assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    }

    @Test
    void otherTarsAreReadAndNamesAreNotPaths() throws IOException {
        Descriptor blob = Descriptor.ofBytes("x", "content".getBytes(UTF_8));
        String name = "blobs/sha256/" + blob.digest().hex();
        Path archive = tar(tar -> {
            add(tar, "n".repeat(200), "a name that needs an entry of its own");
            add(tar, "../../../blobs/sha256/" + blob.digest().hex(), "outside");
            add(tar, "blobs/sha256/../../evil", "outside");
            add(tar, "blobs/sha256/" + "A".repeat(64), "not a digest");
            add(tar, "./" + name, "content");
            add(tar, name, "a second one is not taken");
            TarArchiveEntry link = new TarArchiveEntry("blobs/sha256/" + "0".repeat(64), TarArchiveEntry.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            addLayout(tar, "./");
        });
        try (ArchiveLayout layout = ArchiveLayout.open(archive);
                InputStream in = layout.openBlob(blob)) {
            assertEquals("content", new String(in.readAllBytes(), UTF_8));
            assertEquals(1, TarIndex.read(archive).blobs().size());
        }
    }

    @Test
    void whatIsNoLayoutIsRefusedWithASentence() throws IOException {
        refused(folder.resolve("absent.tar"), "There is no archive");
        refused(tar(tar -> add(tar, "manifest.json", "[]")), "it has no oci-layout");
        refused(tar(tar -> add(tar, "oci-layout", "{\"imageLayoutVersion\":\"2\"}")), "it has no index.json");
        refused(
                tar(tar -> {
                    add(tar, "oci-layout", "{\"imageLayoutVersion\":\"2\"}");
                    add(tar, "index.json", "{}");
                }),
                "has the version '2'");
        Path noise = Files.write(
                folder.resolve("noise.tar"),
                "no tar at all, but long enough".repeat(100).getBytes(UTF_8));
        refused(noise, "it is not a tar file, or damaged");
        Path gzip = Files.write(folder.resolve("g.tar"), TinyImage.gzip(Files.readAllBytes(noise)));
        refused(gzip, "compressed with gzip. Run gunzip");
    }

    @Test
    void aDamagedArchiveIsNoticed() throws IOException {
        export("17", "17");
        byte[] whole = Files.readAllBytes(file);
        Digest layer = source.manifest(index.children().get(0).digest().toString())
                .layers()
                .get(0)
                .digest();
        TarIndex.Extent extent = TarIndex.read(file).blobs().get(layer);

        byte[] changed = whole.clone();
        changed[(int) extent.offset() + 5] ^= 1;
        Path damaged = Files.write(folder.resolve("changed.tar"), changed);
        try (ArchiveLayout layout = ArchiveLayout.open(damaged);
                InputStream in = layout.openBlob(Descriptor.of("x", layer, extent.size()))) {
            assertThrows(ImageException.class, in::readAllBytes);
        }

        byte[] cut = java.util.Arrays.copyOf(whole, (int) extent.offset() + 10);
        ImageException refused = assertThrows(
                ImageException.class, () -> ArchiveLayout.open(Files.write(folder.resolve("cut.tar"), cut)));
        assertTrue(refused.getMessage().contains("Export it again"), refused.getMessage());
    }
}
