package io.github.multiarchmaven.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.transfer.SourceOver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an engine is given, and what a user is told; real engines are in LoadIT. */
@DisabledOnOs(OS.WINDOWS)
class LoadingTest {
    private static final Reference NAME = Reference.parse("hub.example.com/team/app:1.0");

    @TempDir
    Path folder;

    private ImageLayout layout;
    private FakeEngines engines;

    @BeforeEach
    void anImageAndNoEngine() throws IOException {
        layout = ImageLayout.openOrCreate(folder.resolve("layout"));
        TinyImage.putIndex(layout, "1.0", 50_000, Platform.linuxAmd64(), Platform.linuxArm64());
        engines = new FakeEngines(Files.createDirectory(folder.resolve("bin")));
    }

    private Manifest image(Platform platform) {
        return layout.manifest(Indexes.select(layout.manifest("1.0").children(), platform)
                .digest()
                .toString());
    }

    private Loading.Loaded load(String engine, Platform platform) {
        return load(engine, platform, "1.0");
    }

    private Loading.Loaded load(String engine, Platform platform, String tag) {
        Engine found = Engine.find(engine, engines.environment(), "Loading " + NAME);
        return new Loading(found, line -> {}).load(new Loading.Request(NAME.toString(), layout, tag, platform, NAME));
    }

    private static Map<String, byte[]> entries(Path tar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static String path(Descriptor blob) {
        return "blobs/sha256/" + blob.digest().hex();
    }

    @Test
    void theEnginesOwnPlatformIsLoadedUnderTheImagesName() throws IOException {
        Manifest image = image(Platform.linuxArm64());
        engines.taking("docker", image.config().digest() + " linux/arm64");

        Loading.Loaded loaded = load(null, null);

        assertEquals(Platform.linuxArm64(), loaded.platform());
        assertEquals(image.config().digest().toString(), loaded.id());
        Map<String, byte[]> entries = entries(engines.tar("docker"));
        List<String> expected = new ArrayList<>();
        image.blobs().forEach(blob -> expected.add(path(blob)));
        expected.addAll(List.of(path(image.descriptor()), "manifest.json", "index.json", "oci-layout"));
        assertEquals(expected, List.copyOf(entries.keySet()), "what makes it an image comes last");
        assertArrayEquals(image.bytes(), entries.get(path(image.descriptor())));
        JsonNode entry = Json.parseObject(entries.get("index.json"), "index").at("/manifests/0");
        assertEquals(image.digest().toString(), entry.path("digest").asText());
        assertEquals(
                NAME.toString(),
                entry.path("annotations").path("io.containerd.image.name").asText());
        assertEquals(
                "[{\"Config\":\"" + path(image.config()) + "\",\"RepoTags\":[\"" + NAME + "\"],\"Layers\":[\""
                        + path(image.layers().get(0)) + "\"]}]",
                new String(entries.get("manifest.json"), StandardCharsets.UTF_8));
    }

    @Test
    void anotherPlatformIsLoadedWhenItIsAskedFor() throws IOException {
        Manifest image = image(Platform.linuxAmd64());
        engines.taking("docker", image.digest() + " linux/amd64");

        assertEquals(
                Platform.linuxAmd64(), load("docker", Platform.linuxAmd64()).platform());
    }

    @Test
    void podmanIsTakenWhereDockerDoesNotAnswer() throws IOException {
        // Podman's ids have no algorithm.
        engines.with("docker", "echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.' >&2; exit 1")
                .taking("podman", image(Platform.linuxArm64()).config().digest().hex() + " linux/arm64");

        load(null, null);

        assertTrue(Files.exists(engines.tar("podman")));
    }

    @Test
    void withoutAnyEngineTheSentenceSaysWhatToInstall() {
        ImageException e = assertThrows(ImageException.class, () -> load(null, null));
        assertEquals(
                "Loading " + NAME
                        + ": there is no docker and no podman on the PATH. Install one of them, or correct the PATH;"
                        + " to ship the image rather than try it, use push and publish.",
                e.getMessage());
        assertTrue(e.userCanMend());
        ImageException one = assertThrows(ImageException.class, () -> load("podman", null));
        assertTrue(one.getMessage().contains("there is no podman on the PATH. Install it"), one::getMessage);
        ImageException other = assertThrows(InvalidInputException.class, () -> load("nerdctl", null));
        assertTrue(other.getMessage().contains("'nerdctl'. Use docker or podman"), other::getMessage);
    }

    @Test
    void anEngineThatDoesNotAnswerIsToldWithWhatItSaid() throws IOException {
        engines.with("docker", "echo 'Cannot connect to the Docker daemon.' >&2; exit 1")
                .with("podman", "echo 'unable to connect to Podman socket' >&2; exit 125");
        ImageException e = assertThrows(ImageException.class, () -> load(null, null));
        assertEquals(
                "Loading " + NAME
                        + ": Docker does not answer (docker version: Cannot connect to the Docker daemon.): start Docker, or"
                        + " correct DOCKER_HOST or the context that is in use (docker context ls); Podman does not answer (podman info:"
                        + " unable to connect to Podman socket): start its service or machine (podman machine start).",
                e.getMessage());
    }

    @Test
    void aBlobWithOtherBytesNeverMakesAnImage() throws IOException {
        Manifest image = image(Platform.linuxArm64());
        engines.taking("docker", image.digest() + " linux/arm64");
        Path layer = layout.blobPath(image.layers().get(0).digest());
        byte[] bytes = Files.readAllBytes(layer);
        bytes[bytes.length - 1] ^= 1;
        Files.write(layer, bytes);

        ImageException e = assertThrows(CorruptContentException.class, () -> load("docker", null));

        assertTrue(e.getMessage().contains(image.layers().get(0).digest().toString()), e::getMessage);
        String read = Files.exists(engines.tar("docker"))
                ? Files.readString(engines.tar("docker"), StandardCharsets.ISO_8859_1)
                : "";
        assertFalse(read.contains("manifest.json") || read.contains("oci-layout"), "all that an engine could go by");
    }

    @Test
    void aSourceThatBreaksIsNotTakenForTheEngine() throws IOException {
        ImageLayout sparse = ImageLayout.openOrCreate(folder.resolve("sparse"));
        Manifest image = TinyImage.putImage(sparse, "1.0", Platform.linuxArm64(), 10, config -> {});
        Files.delete(sparse.blobPath(image.layers().get(0).digest()));
        engines.taking("docker", "none linux/arm64");
        layout = sparse;

        ImageException e = assertThrows(ImageException.class, () -> load("docker", null));

        assertTrue(e.getMessage().contains("it is not there"), e::getMessage);
    }

    @Test
    void anEngineWithoutRoomIsTold() throws IOException {
        engines.with(
                "docker",
                "case $1 in version) echo linux/arm64 ;; load) /bin/cat > /dev/null;"
                        + " echo 'write /layer.tar: no space left on device' >&2; exit 1 ;; esac");
        ImageException e = assertThrows(ImageException.class, () -> load("docker", null));
        assertEquals(
                "Loading " + NAME
                        + " (linux/arm64) into Docker: docker load answered \"write /layer.tar: no space left on device\"."
                        + " Its disk is full: docker system df shows by what, and docker image prune frees what no tag leads to.",
                e.getMessage());
    }

    @Test
    void anotherImageUnderTheNameAfterwardsIsToldWithBothIdentities() throws IOException {
        engines.taking("docker", "sha256:" + "0".repeat(64) + " linux/arm64");
        ImageException e = assertThrows(ImageException.class, () -> load("docker", null));
        assertTrue(
                e.getMessage().contains("is sha256:0000000")
                        && e.getMessage()
                                .contains(image(Platform.linuxArm64()).digest().toString()),
                e::getMessage);
    }

    @Test
    void aPlatformThatTheImageLacksIsToldWithThoseItHas() throws IOException {
        engines.taking("docker", "none linux/arm64");
        ImageException e =
                assertThrows(InvalidInputException.class, () -> load("docker", Platform.parse("linux/s390x")));
        assertEquals(
                "Loading " + NAME
                        + " for linux/s390x: it has no image for that platform, only for linux/amd64, linux/arm64."
                        + " Name one of them with -Dplatform, or build the image for linux/s390x.",
                e.getMessage());
        TinyImage.putImage(layout, "single", Platform.linuxAmd64(), 10, config -> {});
        ImageException single = assertThrows(InvalidInputException.class, () -> load("docker", null, "single"));
        assertTrue(single.getMessage().contains("for linux/arm64: it has no image"), single::getMessage);
    }

    @Test
    void anArtifactIsNoImage() throws IOException {
        engines.taking("docker", "none linux/arm64");
        Manifest image = image(Platform.linuxArm64());
        var json = image.json();
        ((com.fasterxml.jackson.databind.node.ObjectNode) json.path("config")).put("mediaType", MediaTypes.OCI_EMPTY);
        layout.putManifest(Manifest.compose(json, MediaTypes.OCI_MANIFEST), "artifact");
        ImageException e = assertThrows(InvalidInputException.class, () -> load("docker", null, "artifact"));
        assertTrue(e.getMessage().contains("it is no image that runs, but " + MediaTypes.OCI_EMPTY), e::getMessage);
    }

    @Test
    void theNameIsTheImagesOwnOrTheOneAskedFor() {
        assertEquals(NAME, Loading.nameInEngine(null, NAME, "x"));
        assertEquals(
                "docker.io/library/app:dev",
                Loading.nameInEngine("app:dev", NAME, "x").toString());
        assertEquals(
                "docker.io/library/app:latest",
                Loading.nameInEngine("app", null, "x").toString());
        Reference byDigest = Reference.parse("hub.example.com/app@sha256:" + "0".repeat(64));
        for (Reference nameless : new Reference[] {null, byDigest}) {
            ImageException e =
                    assertThrows(InvalidInputException.class, () -> Loading.nameInEngine(null, nameless, "oci:x:1"));
            assertTrue(e.getMessage().contains("-Dmultiarch.load.tag=app:dev"), e::getMessage);
        }
    }

    /** The first that a machine of the platform runs; - for none. */
    @ParameterizedTest
    @CsvSource({
        "linux/arm/v7, linux/arm/v5 linux/arm/v6 linux/arm64, linux/arm/v6",
        "linux/arm/v6, linux/arm/v7, -",
        "linux/amd64, linux/amd64/v3 linux/amd64/v2, linux/amd64/v2",
        "linux/amd64, linux/386 linux/arm64, -",
        "linux/arm64, linux/arm64/v9 linux/arm64, linux/arm64",
        "windows/amd64, linux/amd64, -"
    })
    void aMachineRunsWhatWasMadeForOlderOnesOfItsKind(String machine, String offered, String chosen) {
        List<Descriptor> children = new ArrayList<>();
        for (String platform : offered.split(" ")) {
            children.add(
                    Descriptor.ofBytes(MediaTypes.OCI_MANIFEST, new byte[0]).withPlatform(Platform.parse(platform)));
        }
        assertEquals(
                chosen,
                PlatformChoice.of(children, Platform.parse(machine), false)
                        .map(child -> child.platform().orElseThrow().toString())
                        .orElse("-"));
    }

    @Test
    void aLayerOfMoreThanEightGibibytesHasAHeaderThatSaysSo() throws IOException {
        long size = 9L << 30;
        Manifest image = image(Platform.linuxArm64());
        var json = image.json();
        Descriptor large =
                Descriptor.of(MediaTypes.OCI_LAYER, image.layers().get(0).digest(), size);
        json.putArray("layers").add(large.json());
        Manifest larger = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        var head = new java.io.ByteArrayOutputStream();
        InputStream breaking = new InputStream() {
            private int left = 1 << 20;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("the line is down");
                }
                return 0;
            }
        };
        Repository source = new SourceOver(layout) {
            @Override
            public InputStream openBlob(Descriptor blob) {
                return breaking;
            }
        };

        ImageException e = assertThrows(
                ImageException.class,
                () -> new EngineArchive(source, larger, layout.readBlob(larger.config()), NAME).writeTo(head));

        assertTrue(e.getMessage().contains("failed: the line is down. Run again."), e::getMessage);
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(head.toByteArray()))) {
            in.getNextEntry();
            assertEquals(size, in.getNextEntry().getSize());
        }
    }
}
