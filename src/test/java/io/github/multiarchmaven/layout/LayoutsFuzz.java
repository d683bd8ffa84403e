package io.github.multiarchmaven.layout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.multiarchmaven.fuzz.Fed;
import io.github.multiarchmaven.fuzz.Scratch;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layouts that others wrote: folders and tar files. */
class LayoutsFuzz {
    /** A layout in a tar; made here, as it is no text. */
    static Stream<Arguments> seeds() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // The first byte says that it is a tar.
        bytes.write(1);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 512)) {
            put(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
            put(tar, "index.json", "{\"schemaVersion\":2,\"manifests\":[]}");
            put(tar, "blobs/sha256/" + "a".repeat(64), "content");
        }
        return Stream.of(Arguments.of(bytes.toByteArray()));
    }

    private static void put(TarArchiveOutputStream tar, String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "8s")
    void layoutsAreReadOrRefused(byte[] data) throws Exception {
        Fed fed = new Fed(data, 3);
        Files.createDirectories(folder.resolve("blobs/sha256"));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.write(folder.resolve("index.json"), fed.bytes());
        Files.write(folder.resolve("layout.tar"), fed.bytes());
        fed.to(
                () -> read(folder.toString()),
                () -> read(folder.resolve("layout.tar").toString()),
                () -> {
                    Files.writeString(folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[]}");
                    Files.write(folder.resolve("oci-layout"), fed.bytes());
                    read(folder.toString());
                });
    }

    private final Scratch scratch = new Scratch();
    private final Path folder = scratch.folder();

    @AfterEach
    void delete() throws IOException {
        scratch.close();
    }

    private static void read(String path) {
        try (Layout layout =
                LayoutReference.parse("oci:" + path + ":1.0", Path.of("/")).open()) {
            layout.tags();
            layout.resolve("1.0")
                    .ifPresent(found -> layout.manifest(found.digest().toString()));
            for (Descriptor entry : layout.entries()) {
                try {
                    layout.referrers(entry.digest());
                } catch (ImageException e) {
                    // One that is missing or damaged; the others are looked at all the same.
                    continue;
                }
            }
        }
    }
}
