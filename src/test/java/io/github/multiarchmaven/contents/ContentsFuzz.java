package io.github.multiarchmaven.contents;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.multiarchmaven.fuzz.Fed;
import io.github.multiarchmaven.fuzz.Scratch;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.packages.PackageDatabases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What images hold: layers, programs, jars, package databases. */
class ContentsFuzz {
    /** A window of zstd, and the smaller ones that it grew out of. */
    private static final long ZSTD_WINDOWS = 2 * 8L * 1024 * 1024;

    private final Scratch scratch = new Scratch();
    private final ImageLayout layout = ImageLayout.openOrCreate(scratch.folder());

    @AfterEach
    void delete() throws IOException {
        scratch.close();
    }

    /** Made here, as they are no texts: a program, a jar with it, a layer with it, and texts. */
    static Stream<Arguments> seeds() throws IOException {
        byte[] elf = elf();
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(jar)) {
            zip.putNextEntry(new ZipEntry("META-INF/maven/g/a/pom.properties"));
            zip.write("artifactId=a\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("native/libx"));
            zip.write(elf);
        }
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(layer, 512)) {
            TarArchiveEntry entry = new TarArchiveEntry("bin/x");
            entry.setSize(elf.length);
            tar.putArchiveEntry(entry);
            tar.write(elf);
            tar.closeArchiveEntry();
        }
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(zstd)) {
            out.write(layer.toByteArray());
        }
        String dpkg = "Package: a\nStatus: install ok installed\nArchitecture: arm64\nVersion: 1\n\n";
        return Stream.of(
                seed(0, elf),
                seed(1, jar.toByteArray()),
                seed(2, layer.toByteArray()),
                seed(2, zstd.toByteArray()),
                seed(3, dpkg.getBytes(StandardCharsets.UTF_8)),
                seed(4, "P:a\nV:1\nA:aarch64\n\n".getBytes(StandardCharsets.UTF_8)));
    }

    private static Arguments seed(int reader, byte[] content) {
        byte[] seed = new byte[content.length + 1];
        seed[0] = (byte) reader;
        System.arraycopy(content, 0, seed, 1, content.length);
        return Arguments.of(seed);
    }

    /** With two segments, of which one is dynamic and needs a C library. */
    private static byte[] elf() {
        ByteBuffer elf = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0});
        elf.putShort(16, (short) 3).putShort(18, (short) 183).putLong(32, 64);
        elf.putShort(54, (short) 56).putShort(56, (short) 2);
        elf.putInt(64, 1).putLong(72, 0).putLong(80, 0).putLong(96, 256);
        elf.putInt(120, 2).putLong(128, 176).putLong(136, 176).putLong(152, 48);
        elf.putLong(176, 1).putLong(184, 1).putLong(192, 5).putLong(200, 224);
        elf.position(225);
        elf.put("libc.so.6".getBytes(StandardCharsets.US_ASCII));
        return elf.array();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "8s")
    void contentsAreReadOrRefused(byte[] data) throws Exception {
        Fed fed = new Fed(data, 7).allowing(2, ZSTD_WINDOWS);
        byte[] bytes = fed.bytes();
        fed.to(
                () -> ElfReader.read(new ByteArrayInputStream(bytes)),
                () -> JarReader.read("x.jar", new ByteArrayInputStream(bytes)),
                () -> layer(bytes),
                () -> database("var/lib/dpkg/status", bytes),
                () -> database("lib/apk/db/installed", bytes),
                () -> database("var/lib/rpm/rpmdb.sqlite", bytes),
                () -> {
                    database("var/lib/rpm/Packages.db", bytes);
                    database("var/lib/rpm/Packages", bytes);
                });
    }

    private void layer(byte[] bytes) {
        Descriptor layer = Descriptor.ofBytes("application/vnd.oci.image.layer.v1.tar", bytes);
        layout.putBlob(layer, null, () -> new ByteArrayInputStream(bytes));
        new LayerReader().read(layout, layer);
    }

    private static void database(String path, byte[] bytes) throws IOException {
        try (InputStream in = new ByteArrayInputStream(bytes)) {
            PackageDatabases.read(path, in, bytes.length);
        }
    }
}
