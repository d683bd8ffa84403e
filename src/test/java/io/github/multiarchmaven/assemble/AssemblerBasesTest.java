package io.github.multiarchmaven.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the assembler does with different kinds of base images. */
class AssemblerBasesTest {
    @TempDir
    Path folder;

    private static AssembleResult assemble(AssembleRequest request) {
        return new Assembler().assemble(request);
    }

    private static List<Layer> sampleLayers(Path folder) {
        return JavaApplication.contentOf(SampleApp.write(folder)).layers();
    }

    private static JsonNode config(ImageLayout layout, Descriptor config) throws IOException {
        try (InputStream in = layout.openBlob(config)) {
            return Json.parseObject(in.readAllBytes(), "config");
        }
    }

    @Test
    void layersOfABaseInALayoutComeAlong() {
        ImageLayout baseLayout = ImageLayout.openOrCreate(folder.resolve("base"));
        SampleBase base = SampleBase.of(Platform.linuxAmd64());
        base.store(baseLayout);
        BaseImage image = BaseImage.of("oci:base", base.manifest(), base.config(), null, baseLayout);

        AssembleResult result = assemble(new AssembleRequest(
                folder.resolve("layout"),
                "1.0",
                List.of(new PlatformRequest(
                        Platform.linuxAmd64(), image, ContainerSettings.inherited(), sampleLayers(folder))),
                folder.resolve("cache"),
                1));

        ImageLayout layout = ImageLayout.open(folder.resolve("layout"));
        assertTrue(layout.hasBlob(base.layerDescriptor()));
        Manifest manifest =
                layout.manifest(result.platforms().get(0).manifest().digest().toString());
        assertEquals(
                Map.of(Annotations.BASE_DIGEST, base.manifest().digest().toString()),
                manifest.annotations(),
                "by digest only: a path would make the bytes depend on the machine");
        assertNull(result.platforms().get(0).baseName());
    }

    private static BaseImage sparse(ImageLayout layout, Map<String, String> annotations) {
        SampleBase base = SampleBase.of(Platform.linuxAmd64());
        ObjectNode json = base.manifest().json();
        ObjectNode node = json.putObject("annotations");
        annotations.forEach(node::put);
        Manifest manifest = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        return BaseImage.of("oci:base", manifest, base.config(), null, layout);
    }

    private AssembleRequest onSparse(Map<String, String> annotations) {
        BaseImage base = sparse(ImageLayout.openOrCreate(folder.resolve("base")), annotations);
        return new AssembleRequest(
                folder.resolve("layout"),
                "1.0",
                List.of(new PlatformRequest(
                        Platform.linuxAmd64(), base, ContainerSettings.inherited(), sampleLayers(folder))),
                folder.resolve("cache"),
                1);
    }

    @Test
    void aSparseBasePassesOnWhereItsLayersAre() {
        Map<String, String> origin = Map.of(
                Annotations.BASE_NAME, "hub.example.com/java:17", Annotations.BASE_DIGEST, "sha256:" + "0".repeat(64));

        AssembleResult result = assemble(onSparse(origin));

        ImageLayout layout = ImageLayout.open(folder.resolve("layout"));
        Manifest manifest =
                layout.manifest(result.platforms().get(0).manifest().digest().toString());
        assertEquals(origin, manifest.annotations());
        assertFalse(layout.hasBlob(manifest.layers().get(0)));
    }

    @Test
    void aSparseBaseWithoutOriginIsRefused() {
        NotFoundException e = assertThrows(NotFoundException.class, () -> assemble(onSparse(Map.of("a", "b"))));

        assertTrue(e.getMessage().contains("oci:base"), e.getMessage());
    }

    @Test
    void theIndexTellsTheOsVersionOfTheBase() {
        BaseImage base = SampleBase.of(
                        Platform.linuxAmd64(),
                        MediaTypes.OCI_MANIFEST,
                        MediaTypes.OCI_LAYER_GZIP,
                        config -> config.put("os.version", "5.1"))
                .image();

        AssembleResult result = assemble(new AssembleRequest(
                folder.resolve("layout"),
                "1.0",
                List.of(new PlatformRequest(
                        Platform.linuxAmd64(), base, ContainerSettings.inherited(), sampleLayers(folder))),
                folder.resolve("cache"),
                1));

        assertEquals(
                "5.1",
                result.platforms().get(0).manifest().platform().orElseThrow().osVersion());
    }

    @Test
    void anImageFromScratchIsForItsPlatform() throws IOException {
        Platform arm = Platform.parse("linux/arm/v7");

        AssembleResult result = assemble(new AssembleRequest(
                folder.resolve("layout"),
                "1.0",
                List.of(new PlatformRequest(
                        arm, BaseImage.scratch(arm), ContainerSettings.inherited(), sampleLayers(folder))),
                folder.resolve("cache"),
                1));

        JsonNode config = config(
                ImageLayout.open(folder.resolve("layout")),
                result.platforms().get(0).config());
        assertEquals(arm, Platform.fromJson(config));
        assertEquals(5, config.path("history").size());
    }

    @Test
    void aBaseForAnotherArchitectureIsRefused() {
        PlatformRequest wrong = new PlatformRequest(
                Platform.linuxArm64(),
                SampleBase.of(Platform.linuxAmd64()).image(),
                ContainerSettings.inherited(),
                sampleLayers(folder));

        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> assemble(new AssembleRequest(
                        folder.resolve("layout"), "1.0", List.of(wrong), folder.resolve("cache"), 1)));

        assertTrue(e.getMessage().contains("linux/amd64"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("layout")));
    }
}
