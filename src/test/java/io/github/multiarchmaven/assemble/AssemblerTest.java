package io.github.multiarchmaven.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblerTest {
    @TempDir
    Path folder;

    private static final List<Platform> BOTH = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    private static PlatformRequest platform(Platform platform, List<Layer> layers) {
        return new PlatformRequest(platform, SampleBase.of(platform).image(), ContainerSettings.inherited(), layers);
    }

    private static AssembleRequest request(Path folder, List<Layer> layers, int parallelism) {
        return new AssembleRequest(
                folder.resolve("layout"),
                "1.0",
                BOTH.stream().map(platform -> platform(platform, layers)).toList(),
                folder.resolve("cache"),
                parallelism);
    }

    private static AssembleResult assemble(AssembleRequest request) {
        return new Assembler().assemble(request);
    }

    private static List<Layer> sampleLayers(Path folder) {
        return JavaApplication.contentOf(SampleApp.write(folder)).layers();
    }

    private static long blobs(Path layout) throws IOException {
        try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
            return files.count();
        }
    }

    private static JsonNode config(ImageLayout layout, Descriptor config) throws IOException {
        try (InputStream in = layout.openBlob(config)) {
            return Json.parseObject(in.readAllBytes(), "config");
        }
    }

    @Test
    void theIndexHoldsAnImageForEachPlatformInOrder() throws IOException {
        AssembleResult result = assemble(request(folder, sampleLayers(folder), 2));

        ImageLayout layout = ImageLayout.open(folder.resolve("layout"));
        Manifest index = layout.manifest("1.0");
        assertEquals(result.index(), index.descriptor());
        assertEquals(
                BOTH,
                index.children().stream().map(c -> c.platform().orElseThrow()).toList());
        for (int i = 0; i < BOTH.size(); i++) {
            Manifest image = layout.manifest(index.children().get(i).digest().toString());
            JsonNode config = config(layout, image.config());
            assertEquals(BOTH.get(i), Platform.fromJson(config));
            assertEquals(6, image.layers().size());
            assertEquals(6, config.path("rootfs").path("diff_ids").size());
            PlatformResult platform = result.platforms().get(i);
            assertEquals(image.descriptor(), platform.manifest());
            assertEquals("hub.example.com/base:17", platform.baseName());
            assertEquals(SampleBase.of(BOTH.get(i)).manifest().digest(), platform.baseDigest());
            assertEquals(image.blobs().stream().mapToLong(Descriptor::size).sum(), platform.size());
            assertEquals(
                    List.of(
                            "base",
                            "dependencies",
                            "snapshot dependencies",
                            "project dependencies",
                            "resources",
                            "classes"),
                    platform.layers().stream().map(LayerResult::name).toList());
        }
    }

    @Test
    void diffIdsAreThoseOfTheStoredLayers() throws IOException {
        AssembleResult result = assemble(request(folder, sampleLayers(folder), 2));

        ImageLayout layout = ImageLayout.open(folder.resolve("layout"));
        PlatformResult platform = result.platforms().get(0);
        JsonNode diffIds = config(layout, platform.config()).path("rootfs").path("diff_ids");
        for (int i = 1; i < platform.layers().size(); i++) {
            try (InputStream in =
                    new GZIPInputStream(layout.openBlob(platform.layers().get(i).layer()))) {
                assertEquals(
                        Descriptor.ofBytes("x", in.readAllBytes()).digest().toString(),
                        diffIds.get(i).asText());
            }
        }
    }

    @Test
    void sharedLayersAreStoredOnceAndTheBaseNotAtAll() throws IOException {
        List<Layer> shared = sampleLayers(folder);
        Layer amd64 = natives("amd64");
        Layer arm64 = natives("arm64");

        assemble(new AssembleRequest(
                folder.resolve("layout"),
                "1.0",
                List.of(
                        platform(Platform.linuxAmd64(), plus(shared, amd64)),
                        platform(Platform.linuxArm64(), plus(shared, arm64))),
                folder.resolve("cache"),
                2));

        // 5 shared layers, 2 of their own, 2 configs, 2 manifests, 1 index
        assertEquals(12, blobs(folder.resolve("layout")));
    }

    private Layer natives(String arch) {
        Path file = SampleApp.text(folder.resolve(arch + "/native.so"), "native code for " + arch);
        return new Layer(
                "extra files", List.of(new LayerFile(file, "/app/native.so", 0644, LayerFile.DEFAULT_MODIFIED, "")));
    }

    private static List<Layer> plus(List<Layer> layers, Layer one) {
        List<Layer> all = new ArrayList<>(layers);
        all.add(one);
        return all;
    }

    @Test
    void sameInputsGiveTheSameDigestsElsewhereLaterAndWithOtherThreads() throws IOException {
        Path here = folder.resolve("here");
        Path there = folder.resolve("some/where/else");
        List<Layer> first = sampleLayers(here);
        SampleApp.write(there);
        try (Stream<Path> files = Files.walk(there)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_234_567_890_123L));
            }
        }
        List<Layer> second = JavaApplication.contentOf(SampleApp.write(there)).layers().stream()
                .map(layer -> {
                    List<LayerFile> files = new ArrayList<>(layer.files());
                    Collections.reverse(files);
                    return new Layer(layer.name(), files);
                })
                .toList();

        assertEquals(
                assemble(request(here, first, 1)).index(),
                assemble(request(there, second, 8)).index());
    }

    @Test
    void aSecondBuildReusesEveryLayer() {
        AssembleResult first = assemble(request(folder, sampleLayers(folder), 2));
        AssembleResult second = assemble(request(folder, sampleLayers(folder), 2));

        assertEquals(first.index(), second.index());
        assertFalse(first.platforms().get(1).layers().get(1).reused());
        assertTrue(second.platforms().stream()
                .flatMap(platform -> platform.layers().stream())
                .allMatch(LayerResult::reused));
    }

    @Test
    void whatIsNoLongerTaggedIsDeleted() throws IOException {
        AssembleResult first = assemble(request(folder, sampleLayers(folder), 2));
        long before = blobs(folder.resolve("layout"));
        List<Layer> changed = new ArrayList<>(sampleLayers(folder));
        changed.set(4, natives("any"));

        AssembleResult second = assemble(request(folder, changed, 2));

        assertNotEquals(first.index(), second.index());
        assertEquals(before, blobs(folder.resolve("layout")));
    }

    @Test
    void aFailureLeavesTheTagAndNoTemporaryFile() throws IOException {
        AssembleResult first = assemble(request(folder, sampleLayers(folder), 2));
        Layer unreadable = new Layer(
                "classes",
                List.of(new LayerFile(folder.resolve("gone"), "/app/gone", 0644, LayerFile.DEFAULT_MODIFIED, "")));

        assertThrows(ImageException.class, () -> assemble(request(folder, List.of(unreadable), 2)));

        ImageLayout layout = ImageLayout.open(folder.resolve("layout"));
        assertEquals(first.index(), layout.manifest("1.0").descriptor());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".tar"))
                            .toList());
        }
    }

    @Test
    void buildsAtTheSameTimeShareLayoutAndCache() throws Exception {
        List<Layer> layers = sampleLayers(folder);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<AssembleResult>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(threads.submit(() -> assemble(request(folder, layers, 2))));
            }
            Set<Descriptor> indexes = new HashSet<>();
            for (Future<AssembleResult> result : results) {
                indexes.add(result.get().index());
            }
            assertEquals(1, indexes.size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void directoryEntriesNeedNoSource() throws IOException {
        Layer layer = new Layer(
                "extra files",
                List.of(new LayerFile(null, "/var/data", 0700, LayerFile.DEFAULT_MODIFIED, "1000:1000")));

        AssembleResult result = assemble(request(folder, List.of(layer), 1));

        ImageLayout layout = ImageLayout.open(folder.resolve("layout"));
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(
                layout.openBlob(result.platforms().get(0).layers().get(1).layer())))) {
            assertEquals("var/", tar.getNextEntry().getName());
            var entry = tar.getNextEntry();
            assertEquals("var/data/", entry.getName());
            assertEquals(0700, entry.getMode() & 0777);
            assertEquals(1000, entry.getLongUserId());
        }
    }

    @Test
    void aPlatformThatIsThereTwiceIsRefused() {
        PlatformRequest one = platform(Platform.linuxArm64(), List.of());

        assertThrows(
                InvalidInputException.class, () -> new AssembleRequest(folder, "1.0", List.of(one, one), folder, 1));
    }
}
