package io.github.multiarchmaven.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.contents.LayerReader;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.transfer.Parallel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of what an index lists are images, and for which platform. */
class ImageReaderTest {
    @TempDir
    Path folder;

    private ImageLayout layout;

    @BeforeEach
    void aLayout() {
        layout = ImageLayout.openOrCreate(folder);
    }

    private Manifest image(Platform platform) {
        return TinyImage.putImage(layout, null, platform, 100, config -> {});
    }

    private CheckedImage read(Descriptor... children) {
        ObjectNode index = Json.object();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        ArrayNode manifests = index.putArray("manifests");
        List.of(children).forEach(child -> manifests.add(child.json()));
        layout.putManifest(Manifest.compose(index, MediaTypes.OCI_INDEX), "1");
        try (Parallel parallel = new Parallel(2, "check")) {
            return new ImageReader(new LayerReader(), parallel).read("app", layout, "1");
        }
    }

    private static List<String> platforms(CheckedImage image) {
        return image.platforms().stream().map(p -> p.platform().toString()).toList();
    }

    @Test
    void aPlatformIsWhatTheIndexSaysAndElseWhatTheConfigurationSays() {
        Manifest amd64 = image(Platform.linuxAmd64());
        Manifest arm64 = image(Platform.linuxArm64());
        CheckedImage read = read(amd64.descriptor().withPlatform(Platform.parse("arm/v6")), arm64.descriptor());
        assertEquals(List.of("linux/arm/v6", "linux/arm64"), platforms(read));
        assertEquals(
                List.of("its configuration says linux/amd64, and the index linux/arm/v6"),
                new ArchitectureRule()
                        .look(read, CheckOptions.defaults()).stream()
                                .map(Finding::message)
                                .toList());
    }

    /** Of BuildKit: unknown/unknown, with a configuration that looks like an image's and layers that are statements. */
    @Test
    void attestationsAreNoImagesHoweverTheyAreListed() {
        Manifest amd64 = image(Platform.linuxAmd64());
        Manifest attestation = image(new Platform("unknown", "unknown", "", ""));
        assertEquals(
                List.of("linux/amd64"),
                platforms(read(
                        amd64.descriptor(),
                        attestation.descriptor(),
                        attestation.descriptor().withPlatform(new Platform("unknown", "unknown", "", "")))));
    }

    @Test
    void anArtifactIsNoImage() {
        ObjectNode json = image(Platform.linuxAmd64()).json();
        ((ObjectNode) json.path("config")).put("mediaType", "application/vnd.example.config+json");
        Manifest artifact = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        layout.putManifest(artifact, null);
        String message = assertThrows(
                        InvalidInputException.class,
                        () -> read(artifact.descriptor().withPlatform(Platform.linuxAmd64())))
                .getMessage();
        assertTrue(message.contains("it has no image of a platform"), message);
    }

    /** They are on other servers, and history counts them. */
    @Test
    void foreignLayersAreNotReadAndTheCommandsOfOthersStayRight() {
        Manifest base = TinyImage.putImage(layout, null, Platform.linuxAmd64(), 100, config -> {
            ArrayNode history = config.putArray("history");
            List.of("foreign", "base", "empty", "top")
                    .forEach(command ->
                            history.addObject().put("created_by", command).put("empty_layer", command.equals("empty")));
        });
        ObjectNode json = base.json();
        ArrayNode layers = (ArrayNode) json.path("layers");
        layers.insert(
                0,
                Descriptor.ofBytes(
                                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                                "elsewhere".getBytes(StandardCharsets.UTF_8))
                        .json());
        layers.add(TinyImage.put(layout, MediaTypes.OCI_LAYER_GZIP, TinyImage.gzip(TinyImage.tar("opt/top", "top")))
                .json());
        Manifest image = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        layout.putManifest(image, null);
        PlatformImage read = read(image.descriptor()).platforms().get(0);
        assertEquals(2, read.contents().layers().size());
        assertEquals("base", read.command(0));
        assertEquals("top", read.command(1));
        assertEquals("", read.command(2));
    }
}
