package io.github.multiarchmaven.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ArchiveLayout;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What an engine wrote is taken over; the engine is a buildctl that copies an archive, as there is no package of the real one. */
@DisabledOnOs(OS.WINDOWS)
class BuiltArchivesTest {
    private static final Platform AMD64 = Platform.linuxAmd64();
    private static final Platform ARM64 = Platform.linuxArm64();

    @TempDir
    Path folder;

    private final Copier copier = new Copier(2, new BlobLocations());
    private final Map<Platform, Map<String, String>> platforms = new LinkedHashMap<>();
    private Path archive;

    @BeforeEach
    void makeEngine() throws IOException {
        archive = folder.resolve("written.tar");
        Path script = Files.writeString(
                folder.resolve("buildctl"),
                """
                #!/bin/sh
                echo "$*" >> "$DIR/calls"
                for word; do case "$word" in type=oci,dest=*) cp "$DIR/written.tar" "${word#type=oci,dest=}";; esac; done
                """);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        platforms.put(ARM64, Map.of());
        platforms.put(AMD64, Map.of());
    }

    @AfterEach
    void closeCopier() {
        copier.close();
    }

    /** As BuildKit and Buildah write it: one entry without a name, an index. */
    private void write(boolean attested, Platform... actual) {
        try (ArchiveLayout layout = ArchiveLayout.openOrCreate(archive)) {
            List<Descriptor> children = new ArrayList<>();
            Platform[] named = {AMD64, ARM64};
            for (int i = 0; i < actual.length; i++) {
                children.add(TinyImage.putImage(layout, null, actual[i], 100, config -> {})
                        .descriptor()
                        .withPlatform(named[i]));
            }
            if (attested) {
                children.add(TinyImage.putImage(layout, null, AMD64, 50, config -> {})
                        .descriptor()
                        .withPlatform(new Platform("unknown", "unknown", "", "")));
            }
            layout.putManifest(Indexes.compose(children, Map.of()), "any");
            layout.commit();
        }
    }

    private DockerfileResult build(Map<String, String> annotations) {
        EngineOptions options = new EngineOptions(
                EngineName.BUILDCTL,
                folder.resolve("buildctl"),
                null,
                "tcp://127.0.0.1:1",
                List.of(),
                RegistryAccess.defaults(),
                false,
                Map.of("PATH", "/usr/bin:/bin", "DIR", folder.toString()),
                folder);
        BuildSource source = new BuildSource(
                folder,
                folder.resolve("Dockerfile"),
                null,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                null,
                false,
                false,
                null,
                List.of());
        return new DockerfileBuild(options, copier, line -> {})
                .build(new DockerfileRequest(
                        source,
                        platforms,
                        annotations,
                        Map.of("i", "j"),
                        any -> Optional.empty(),
                        folder.resolve("layout"),
                        "1.0",
                        folder.resolve("work")));
    }

    @Test
    void theIndexHasTheRequestsOrderAndNoAttestations() {
        write(true, AMD64, ARM64);
        DockerfileResult result = build(Map.of());
        ImageLayout layout = ImageLayout.open(folder.resolve("layout"));
        Manifest index = layout.manifest("1.0");
        assertEquals(result.index(), index.descriptor());
        assertEquals(MediaTypes.OCI_INDEX, index.mediaType());
        assertEquals(Map.of("i", "j"), index.annotations());
        assertEquals(
                List.of(ARM64, AMD64),
                index.children().stream().map(c -> c.platform().orElseThrow()).toList());
        for (Descriptor child : index.children()) {
            Manifest image = layout.manifest(child.digest().toString());
            assertTrue(image.blobs().stream().allMatch(layout::hasBlob), "nothing is sparse");
            assertEquals(Map.of(), image.annotations());
        }
        assertEquals(List.of("1.0"), layout.tags());
    }

    @Test
    void annotationsAreOnEachManifest() {
        write(false, AMD64, ARM64);
        for (DockerfileResult.PlatformImage image : build(Map.of("a", "b")).images()) {
            assertEquals(
                    Map.of("a", "b"),
                    ImageLayout.open(folder.resolve("layout"))
                            .manifest(image.manifest().digest().toString())
                            .annotations());
        }
    }

    @Test
    void aPlatformThatWasLeftOutIsToldAndTheTagStays() {
        write(false, AMD64, ARM64);
        var before = build(Map.of()).index().digest();
        archive.toFile().delete();
        write(false, AMD64);
        var e = assertThrows(ImageException.class, () -> build(Map.of()));
        assertTrue(e.getMessage().contains("its result has no image for the platform"), e::getMessage);
        assertEquals(
                before,
                ImageLayout.open(folder.resolve("layout")).manifest("1.0").digest());
    }

    /** As when a FROM has a fixed platform: the engine labels the index by what was asked for. */
    @Test
    void anImageForAnotherArchitectureIsRefused() {
        write(false, AMD64, AMD64);
        var e = assertThrows(ImageException.class, () -> build(Map.of()));
        assertTrue(
                e.getMessage()
                        .contains(" for linux/arm64 with buildctl (tcp://127.0.0.1:1) gave an image for linux/amd64."),
                e::getMessage);
    }

    @Test
    void platformsWithArgumentsOfTheirOwnAreBuiltApart() throws Exception {
        write(false, AMD64, ARM64);
        platforms.put(ARM64, Map.of("X", "arm"));
        build(Map.of());
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        assertEquals(2, calls.size());
        assertTrue(calls.get(0).contains("platform=linux/arm64 --opt build-arg:X=arm"), calls::toString);
        assertTrue(calls.get(1).contains("platform=linux/amd64 --output"), calls::toString);
    }

    @Test
    void whatTheRunNeededIsGoneAfterwards() throws Exception {
        write(false, AMD64, ARM64);
        build(Map.of());
        try (var left = Files.list(folder.resolve("work"))) {
            assertEquals(List.of(), left.toList());
        }
    }
}
