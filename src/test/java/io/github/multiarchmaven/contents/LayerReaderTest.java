package io.github.multiarchmaven.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.layout.ImageLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers made here, with each trap. */
class LayerReaderTest {
    private static final String GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    private void put(String name, byte[] content) throws IOException {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(0100755);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void link(String name, String target, byte type) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] elf(int machine) {
        ByteBuffer elf = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0});
        elf.putShort(16, (short) 3).putShort(18, (short) machine);
        return elf.array();
    }

    private static byte[] zip(String name, byte[] content, String... more) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            for (int i = 0; i < more.length; i += 2) {
                zip.putNextEntry(new ZipEntry(more[i]));
                zip.write(text(more[i + 1]));
            }
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private LayerContents read(byte[] blob) {
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Descriptor layer = Descriptor.ofBytes(GZIP, blob);
        layout.putBlob(layer, null, () -> new ByteArrayInputStream(blob));
        return new LayerReader().read(layout, layer);
    }

    private LayerContents read() throws IOException {
        tar.close();
        return read(gzip(bytes.toByteArray()));
    }

    private static FileFacts facts(LayerContents layer, String path) {
        return layer.entries().stream()
                .filter(entry -> entry.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " is not in " + layer.entries()))
                .facts();
    }

    @Test
    void aTarIsTheSameHoweverItIsPacked() throws IOException {
        put("./bin/sh", elf(183));
        put("x".repeat(300) + "/long", text("content"));
        tar.close();
        byte[] whole = bytes.toByteArray();
        LayerContents plain = read(whole);
        assertEquals(71, plain.unpacked());
        assertEquals(
                List.of("bin/sh", "x".repeat(300) + "/long"),
                plain.entries().stream().map(LayerEntry::path).toList());
        assertEquals(plain.entries(), read(gzip(whole)).entries());
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(zstd)) {
            out.write(whole);
        }
        assertEquals(plain.entries(), read(zstd.toByteArray()).entries());
        byte[] members = concat(gzip(Arrays.copyOf(whole, 700)), gzip(Arrays.copyOfRange(whole, 700, whole.length)));
        assertEquals(plain.entries(), read(members).entries(), "gzip of several members");
    }

    /** As zstd:chunked ends: a frame for each file, and tables in frames that readers skip (RFC 8878, 3.1.2). */
    @Test
    void framesOfZstdThatAreToBeSkippedAre() throws IOException {
        put("a", text("a"));
        put("b", elf(183));
        tar.close();
        byte[] whole = bytes.toByteArray();
        byte[] skipped = ByteBuffer.allocate(8 + 1000)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184D2A50)
                .putInt(1000)
                .array();
        byte[] frames = concat(zstd(Arrays.copyOf(whole, 700)), zstd(Arrays.copyOfRange(whole, 700, whole.length)));
        assertEquals(2, read(concat(frames, skipped)).entries().size());
        assertEquals(2, read(concat(skipped, frames)).entries().size());
        byte[] damaged = concat(frames, text("no frame"));
        assertThrows(CorruptContentException.class, () -> read(damaged));
        byte[] cut = Arrays.copyOf(frames, frames.length - 20);
        assertThrows(CorruptContentException.class, () -> read(cut));
    }

    private static byte[] zstd(byte[] content) throws IOException {
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(zstd)) {
            out.write(content);
        }
        return zstd.toByteArray();
    }

    @Test
    void aLayerOfNothingIsOne() throws IOException {
        assertEquals(List.of(), read(gzip(new byte[1024])).entries());
        assertEquals(List.of(), read(new byte[0]).entries());
    }

    @Test
    void pathsAreOneHoweverTheyAreWritten() throws IOException {
        put("./a//b/./c", text("x"));
        put("ü", text("x"));
        assertEquals(
                List.of("a/b/c", "ü"),
                read().entries().stream().map(LayerEntry::path).toList());
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void kindsOfEntriesAreToldApart() throws IOException {
        put("dir/", new byte[0]);
        link("s", "dir", TarConstants.LF_SYMLINK);
        put("f", text("f"));
        link("h", "./f", TarConstants.LF_LINK);
        link("p", "", TarConstants.LF_FIFO);
        put("dir/.wh.gone", new byte[0]);
        put(".wh.top", new byte[0]);
        put("dir/.wh..wh..opq", new byte[0]);
        assertEquals(
                "DIRECTORY dir, SYMLINK s, FILE f, HARDLINK h, SPECIAL p, WHITEOUT dir/gone, WHITEOUT top, OPAQUE dir",
                read().entries().stream()
                        .map(entry -> entry.type() + " " + entry.path())
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void nativesAreFoundByWhatTheyAreAtAnyDepth() throws IOException {
        byte[] inner = zip("META-INF/native/libx.jnilib", elf(62), "a.txt", "text");
        ByteArrayOutputStream fat = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(fat)) {
            out.putNextEntry(new ZipEntry("META-INF/maven/com.example/app/pom.properties"));
            out.write(text("groupId=com.example\nartifactId=app\nversion=1.0\n"));
            out.putNextEntry(new ZipEntry("BOOT-INF/lib/inner.jar"));
            out.write(inner);
            out.putNextEntry(new ZipEntry("direct"));
            out.write(elf(183));
        }
        put("app.jar", fat.toByteArray());
        put("broken.jar", Arrays.copyOf(fat.toByteArray(), 300));
        put("plain.jar", zip("a.txt", text("a")));
        LayerContents layer = read();
        var archive = assertInstanceOf(FileFacts.Archive.class, facts(layer, "app.jar"));
        assertEquals(List.of("com.example:app:1.0"), archive.artifacts());
        assertEquals(
                List.of("BOOT-INF/lib/inner.jar META-INF/native/libx.jnilib 62", " direct 183"),
                archive.natives().stream()
                        .map(n -> n.jar() + " " + n.path() + " " + n.elf().machine())
                        .toList());
        assertEquals(null, facts(layer, "plain.jar"));
    }

    /** Jars that start themselves have a script in front, as Spring Boot makes them. */
    @Test
    void nativesAreFoundBehindAScriptAndInAWarsJarsJar() throws IOException {
        byte[] inner = zip("native/libx.so", elf(62));
        byte[] middle = zip("lib/inner.jar", inner);
        byte[] war = zip("WEB-INF/lib/middle.jar", middle);
        byte[] script = text("#!/bin/sh\nexec java -jar $0\n");
        put("app.war", concat(script, war));
        put("bin/script", script);
        LayerContents layer = read();
        assertEquals(
                List.of("WEB-INF/lib/middle.jar!/lib/inner.jar native/libx.so"),
                assertInstanceOf(FileFacts.Archive.class, facts(layer, "app.war")).natives().stream()
                        .map(n -> n.jar() + " " + n.path())
                        .toList());
        assertEquals(null, facts(layer, "bin/script"));
    }

    @Test
    void aDamagedJarInAJarHidesNothingOfWhatFollows() throws IOException {
        byte[] inner = zip("native/libx.so", elf(62));
        ByteArrayOutputStream fat = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(fat)) {
            out.putNextEntry(new ZipEntry("lib/broken.jar"));
            out.write(Arrays.copyOf(inner, 45));
            out.putNextEntry(new ZipEntry("lib/sound.jar"));
            out.write(inner);
        }
        put("app.jar", fat.toByteArray());
        var archive = assertInstanceOf(FileFacts.Archive.class, facts(read(), "app.jar"));
        assertEquals("lib/sound.jar", archive.natives().get(0).jar());
    }

    /** The tables of large libraries stand at their ends, behind the names they refer to. */
    @Test
    void theLibraryThatAFileNeedsIsFoundWhereverItsTablesAre() throws IOException {
        put("names-first", library(20_000_000, 100_000, 19_999_000));
        put("tables-first", library(20_000_000, 19_999_000, 100_000));
        put("across-buffers", library(300_000, 65_530, 131_060));
        put("cut", Arrays.copyOf(library(20_000_000, 100_000, 19_999_000), 10_000_000));
        LayerContents layer = read();
        for (String path : List.of("names-first", "tables-first", "across-buffers")) {
            assertEquals(
                    Elf.Libc.MUSL,
                    ((FileFacts.Executable) facts(layer, path)).elf().libc(),
                    path);
        }
        assertEquals(
                Elf.Libc.UNKNOWN,
                ((FileFacts.Executable) facts(layer, "cut")).elf().libc());
    }

    /** One segment for all, a dynamic section that needs one library; the name of another stands elsewhere and counts for nothing. */
    private static byte[] library(int size, int names, int dynamic) {
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(elf(183)).putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
        elf.putInt(64, 1).putLong(96, size);
        elf.putInt(120, 2).putLong(128, dynamic).putLong(136, dynamic).putLong(152, 64);
        elf.putLong(dynamic, 1).putLong(dynamic + 8, 3).putLong(dynamic + 16, 5).putLong(dynamic + 24, names);
        elf.position(names + 3);
        elf.put(text("libc.musl-aarch64.so.1"));
        elf.position(size / 2);
        elf.put(text("libc.so.6"));
        return elf.array();
    }

    @Test
    void moreEntriesThanMemoryHasRoomForAreRefused() throws IOException {
        for (int i = 0; i < 1000; i++) {
            put("f" + i, new byte[0]);
        }
        tar.close();
        byte[] blob = gzip(bytes.toByteArray());
        ImageLayout layout = ImageLayout.openOrCreate(folder.resolve("many"));
        Descriptor layer = Descriptor.ofBytes(GZIP, blob);
        layout.putBlob(layer, null, () -> new ByteArrayInputStream(blob));
        LayerReader enough = new LayerReader(Optional.empty(), new HeldMemory(300_000));
        assertEquals(1000, enough.read(layout, layer).entries().size());
        var refused = assertThrows(CorruptContentException.class, () -> enough.read(layout, layer));
        assertTrue(refused.getMessage().contains("takes more than 300.0 kB of memory"), refused.getMessage());
    }

    @Test
    void smallTextsThatRulesReadAreKept() throws IOException {
        put("etc/os-release", text("ID=debian\n"));
        put("opt/java/release", text("JAVA_VERSION=\"17.0.9\"\n"));
        put("opt/other/release", text("nothing\n"));
        LayerContents layer = read();
        assertEquals(new FileFacts.Text("ID=debian\n"), facts(layer, "etc/os-release"));
        assertEquals(new FileFacts.Text("JAVA_VERSION=\"17.0.9\"\n"), facts(layer, "opt/java/release"));
        assertEquals(null, facts(layer, "opt/other/release"));
    }

    @Test
    void aPathThatLeadsOutIsRefused() throws IOException {
        put("a/../../etc/passwd", text("x"));
        assertThrows(CorruptContentException.class, this::read);
    }

    @Test
    void whatUnfoldsBeyondReasonIsRefused() throws IOException {
        put("zeros", new byte[100 * 1024 * 1024]);
        tar.close();
        byte[] bomb = gzip(bytes.toByteArray());
        var refused = assertThrows(CorruptContentException.class, () -> read(bomb));
        assertTrue(refused.getMessage().contains("unfolds"), refused.getMessage());
    }

    @Test
    void whatIsNoTarIsRefused() throws IOException {
        byte[] noise = new byte[5000];
        new java.util.Random(1).nextBytes(noise);
        assertThrows(CorruptContentException.class, () -> read(gzip(noise)));
    }

    /** Found by fuzzing: the decoder takes an offset from before its table's beginning. */
    @Test
    void aDamagedZstdStreamIsRefusedHoweverItsDecoderNoticesIt() throws IOException {
        byte[] indexed = Base64.getDecoder()
                .decode("KLUv/WQAB60EAAQFAP/////RMGBAUGFja2Fn5f////////////80BwAAACAwMTA1NDIAIDB1c3RhcgAw"
                        + "f0VMRgIBAQMAt0AAADgAAgECsAEBBeALgQ9ovsu9ANCBzED/////HwAAABb/bnKBAC+s9AMZE1VbrgbQ"
                        + "F2QFJF7swA0uZIDCIGFsbGVkCkFyY2hpQM2YaVaQBcPZCS5kgMIgYWxsZWQKQXIUATSw1Ig=");
        var refused = assertThrows(CorruptContentException.class, () -> read(indexed));
        assertTrue(refused.getMessage().contains("damaged (its zstd stream: Index"), refused.getMessage());

        byte[] whole = zstd(new byte[5000]);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        assertThrows(CorruptContentException.class, () -> read(half));
    }

    /** Of one byte, that 2 MiB are to be made of; RFC 8878 has 128 KiB as the most. */
    @Test
    void aZstdBlockThatIsLongerThanAnyMayBeIsRefused() {
        byte[] block = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x58, (byte) 0xfb, (byte) 0xff, (byte) 0xff, 'a'};
        var refused = assertThrows(CorruptContentException.class, () -> read(block));
        assertTrue(
                refused.getMessage().contains("a zstd block of 2097151 bytes, where 131072 are the most"),
                refused.getMessage());
    }

    /** As BuildKit writes them with a compression level of 6 and more. */
    @Test
    void aZstdWindowThatIsTooLargeIsNamed() {
        // A block that says that it is compressed, in a frame with a window of 18 MiB.
        byte[] wide = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 14 << 3 | 1, 0x25, 0, 0, 1, 2, 3, 4};
        var refused = assertThrows(InvalidInputException.class, () -> read(wide));
        assertTrue(
                refused.getMessage().contains("a window of 18.9 MB, and 8.4 MB are the most that can be read"),
                refused.getMessage());
    }
}
