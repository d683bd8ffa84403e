package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageFilesystemTest {
    private final Path temporary;

    // JUnit's own temporary folders warn about every link that seems to lead out of them.
    ImageFilesystemTest() throws IOException {
        temporary = Files.createTempDirectory("image-filesystem-test").toRealPath();
    }

    @AfterEach
    void deleteFolder() throws IOException {
        TestbedFolder.delete(temporary);
    }

    @Test
    void whiteoutsRemoveWhatLowerLayersHave() throws Exception {
        Path root = unpack(
                layer(file("a/gone", "1"), file("a/kept", "1"), file("b/old/x", "1")),
                layer(file("a/.wh.gone", ""), file("b/new", "2"), file("b/.wh..wh..opq", "")));

        assertFalse(Files.exists(root.resolve("a/gone")));
        assertEquals("1", Files.readString(root.resolve("a/kept")));
        assertFalse(Files.exists(root.resolve("b/old")));
        assertEquals("2", Files.readString(root.resolve("b/new")));
    }

    @Test
    void aLinkedDirectoryOfALowerLayerIsWrittenThrough() throws Exception {
        Path root = unpack(layer(file("usr/lib/x", "1"), link("lib", "/usr/lib")), layer(file("lib/y", "2")));

        assertTrue(Files.isSymbolicLink(root.resolve("lib")));
        assertEquals("2", Files.readString(root.resolve("usr/lib/y")));
    }

    @Test
    void nothingIsWrittenOutsideByLinksOrDots() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Path root = unpack(layer(
                link("absolute", outside.toString()),
                file("absolute/x", "1"),
                link("relative", "../../outside"),
                file("relative/y", "1"),
                file("../../outside/z", "1")));

        assertEquals(0, outside.toFile().list().length);
        assertEquals("1", Files.readString(root.resolve("outside/y")));
        assertEquals("1", Files.readString(root.resolve("outside/z")));
    }

    @Test
    void hardLinksAndModesAreKept() throws Exception {
        TarArchiveEntry second = new TarArchiveEntry("bin/second", TarConstants.LF_LINK);
        second.setLinkName("bin/first");
        Entry first = file("bin/first", "run");
        first.header().setMode(0755);
        Path root = unpack(layer(first, new Entry(second, new byte[0])));

        assertEquals("run", Files.readString(root.resolve("bin/second")));
        assertTrue(Files.isExecutable(root.resolve("bin/second")));
    }

    @Test
    void aHardLinkToAFileOutsideIsRefused() throws Exception {
        Path outside = Files.writeString(temporary.resolve("secret"), "1");
        TarArchiveEntry link = new TarArchiveEntry("stolen", TarConstants.LF_LINK);
        link.setLinkName(outside.toString());
        assertThrows(IOException.class, () -> unpack(layer(new Entry(link, new byte[0]))));
    }

    @Test
    void commandAndEnvironmentComeFromTheConfiguration() {
        ObjectNode configuration = Json.object();
        ObjectNode config = configuration.putObject("config");
        config.putArray("Env").add("A=1=2").add("B");
        config.putArray("Entrypoint").add("java");
        config.putArray("Cmd").add("-version");
        ImageFilesystem image = new ImageFilesystem(temporary, Platform.linuxArm64(), configuration);

        assertEquals(List.of("java", "-version"), image.command());
        assertEquals(Map.of("A", "1=2", "B", ""), image.environment());
    }

    private Path unpack(byte[]... layers) throws IOException {
        ImageLayout layout = ImageLayout.openOrCreate(temporary.resolve("layout"));
        ObjectNode manifest = Json.object();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.set(
                "config",
                layout.putBytes(MediaTypes.OCI_CONFIG, Json.bytes(Json.object()))
                        .json());
        ArrayNode list = manifest.putArray("layers");
        for (byte[] layer : layers) {
            Descriptor descriptor = layout.putBytes(MediaTypes.OCI_LAYER_GZIP, layer);
            list.add(descriptor.json());
        }
        layout.putManifest(Manifest.compose(manifest, MediaTypes.OCI_MANIFEST), "1");
        return ImageFilesystem.unpack(layout, "1", Platform.linuxAmd64(), temporary.resolve("rootfs"))
                .root();
    }

    private record Entry(TarArchiveEntry header, byte[] content) {}

    private static Entry file(String path, String content) {
        TarArchiveEntry header = new TarArchiveEntry(path, true);
        header.setSize(content.length());
        return new Entry(header, content.getBytes(StandardCharsets.US_ASCII));
    }

    private static Entry link(String path, String target) {
        TarArchiveEntry header = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
        header.setLinkName(target);
        return new Entry(header, new byte[0]);
    }

    private static byte[] layer(Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Entry entry : entries) {
                tar.putArchiveEntry(entry.header());
                tar.write(entry.content());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
