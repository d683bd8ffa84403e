package io.github.multiarchmaven.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.BuildKit;
import io.github.multiarchmaven.testbed.BuildKit.Store;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.DebianPackages;
import io.github.multiarchmaven.testbed.Podman;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real engines, a real Java. */
class LoadIT {
    private static final Reference NAME = Reference.parse("hub.example.com/team/app:1.0");

    @TempDir
    Path folder;

    private static Loading.Loaded load(
            Map<String, String> environment, String engine, ImageLayout layout, Platform platform) {
        return new Loading(Engine.find(engine, environment, "Loading"), line -> {})
                .load(new Loading.Request(NAME.toString(), layout, JavaImage.TAG, platform, NAME));
    }

    private static Manifest image(ImageLayout layout, Platform platform) {
        return layout.manifest(Indexes.select(layout.manifest(JavaImage.TAG).children(), platform)
                .digest()
                .toString());
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void dockerRunsWhatWasLoadedWithEitherOfItsStores(Store store) throws Exception {
        ImageLayout layout = Unavailable.orSkip(() -> JavaImage.assemble(folder));
        try (BuildKit kit = Unavailable.orSkip(() -> BuildKit.start(store, 0))) {
            Loading.Loaded loaded = load(kit.environment(), null, layout, null);

            Manifest own = image(layout, DebianPackages.host());
            assertEquals(
                    (store == Store.CONTAINERD ? own.digest() : own.config().digest()).toString(), loaded.id());
            Command.Result run = kit.runnable("run", "--rm", "--network=none", NAME.toString())
                    .run();
            assertEquals("os.arch is " + System.getProperty("os.arch") + "\n", run.output(), run::errors);

            // One for another machine can be looked at.
            load(kit.environment(), "docker", layout, Platform.linuxArm64());
            assertEquals(
                    "arm64\n",
                    kit.runnable("image", "inspect", "--format", "{{.Architecture}}", NAME.toString())
                            .output());
        }
    }

    @Test
    void podmanRunsWhatWasLoaded() throws Exception {
        ImageLayout layout = Unavailable.orSkip(() -> JavaImage.assemble(folder));
        try (Podman podman = Unavailable.orSkip(Podman::open)) {
            Loading.Loaded loaded = load(podman.environment(), "podman", layout, null);

            assertEquals(image(layout, DebianPackages.host()).config().digest().toString(), loaded.id());
            Command.Result run = podman.runnable("run", "--rm", "--network=none", NAME.toString())
                    .run();
            assertEquals("os.arch is " + System.getProperty("os.arch") + "\n", run.output(), run::errors);
        }
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void ofALayerWithOtherBytesNothingIsLoaded(Store store) throws Exception {
        ImageLayout layout = Unavailable.orSkip(() -> JavaImage.assemble(folder));
        // The last byte of the last layer: all that comes before has been streamed by then.
        Manifest image = image(layout, DebianPackages.host());
        Path layer =
                layout.blobPath(image.layers().get(image.layers().size() - 1).digest());
        byte[] bytes = Files.readAllBytes(layer);
        bytes[bytes.length - 1] ^= 1;
        Files.write(layer, bytes);
        try (BuildKit kit = Unavailable.orSkip(() -> BuildKit.start(store, 0))) {
            ImageException e =
                    assertThrows(CorruptContentException.class, () -> load(kit.environment(), "docker", layout, null));

            assertTrue(e.getMessage().contains("the bytes have the digest"), e::getMessage);
            assertEquals("", kit.runnable("image", "ls", "--all", "--quiet").output());
        }
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void layersInZstdAndDockersOwnMediaTypesAreTakenAsTheyAre(Store store) throws Exception {
        ImageLayout layout = ImageLayout.openOrCreate(folder.resolve("layout"));
        byte[] first = TinyImage.tar("etc/first", "one");
        byte[] second = TinyImage.tar("etc/second", "two");
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(zstd)) {
            out.write(first);
        }
        ObjectNode json = TinyImage.putImage(
                        layout, null, DebianPackages.host(), 10, config -> config.withObject("rootfs")
                                .putArray("diff_ids")
                                .add(Digest.ofBytes(first).toString())
                                .add(Digest.ofBytes(second).toString()))
                .json();
        json.putArray("layers")
                .add(TinyImage.put(layout, MediaTypes.OCI_LAYER_ZSTD, zstd.toByteArray())
                        .json())
                .add(TinyImage.put(layout, MediaTypes.OCI_LAYER, second).json());
        Manifest image = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        layout.putManifest(image, JavaImage.TAG);
        Manifest docker = docker(layout, image);
        layout.putManifest(docker, "docker");
        try (BuildKit kit = Unavailable.orSkip(() -> BuildKit.start(store, 0))) {
            load(kit.environment(), "docker", layout, null);

            // Docker reads the layers when it makes a container of them.
            Path saved = folder.resolve("saved.tar");
            kit.runnable("create", "--name", "made", NAME.toString(), "/none").output();
            kit.runnable("export", "--output", saved.toString(), "made").output();
            assertTrue(names(saved).containsAll(List.of("etc/first", "etc/second")));

            Loading.Loaded loaded = new Loading(Engine.find("docker", kit.environment(), "Loading"), line -> {})
                    .load(new Loading.Request("docker's", layout, "docker", null, NAME.withTag("docker")));
            assertEquals(
                    (store == Store.CONTAINERD
                                    ? docker.digest()
                                    : docker.config().digest())
                            .toString(),
                    loaded.id());
        }
    }

    private static Manifest docker(ImageLayout layout, Manifest image) {
        ObjectNode json = image.json();
        json.put("mediaType", MediaTypes.DOCKER_MANIFEST);
        json.withObject("config").put("mediaType", MediaTypes.DOCKER_CONFIG);
        byte[] gzip = TinyImage.gzip(TinyImage.tar("etc/first", "one"));
        byte[] second = TinyImage.gzip(TinyImage.tar("etc/second", "two"));
        json.putArray("layers")
                .add(TinyImage.put(layout, MediaTypes.DOCKER_LAYER_GZIP, gzip).json())
                .add(TinyImage.put(layout, MediaTypes.DOCKER_LAYER_GZIP, second).json());
        return Manifest.compose(json, MediaTypes.DOCKER_MANIFEST);
    }

    private static List<String> names(Path tar) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @Test
    void theHeapDoesNotGrowWithTheImage() throws Exception {
        ImageLayout layout = Unavailable.orSkip(() -> JavaImage.assemble(folder));
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            Command.Result result = LoadProcess.command("24m", layout.directory(), NAME.toString())
                    .withEnvironment(kit.environment())
                    .run();

            assertEquals(0, result.exit(), () -> result.output() + result.errors());
            assertEquals(image(layout, DebianPackages.host()).digest() + "\n", result.output());
        }
    }

    @Test
    void anEngineWhoseDiskIsFullSaysSo() throws Exception {
        ImageLayout layout = Unavailable.orSkip(() -> JavaImage.assemble(folder));
        try (BuildKit kit = Unavailable.orSkip(() -> BuildKit.start(Store.CONTAINERD, 30))) {
            ImageException e =
                    assertThrows(ImageException.class, () -> load(kit.environment(), "docker", layout, null));

            assertTrue(e.getMessage().contains("no space left on device"), e::getMessage);
            assertTrue(e.getMessage().contains("docker system df"), e::getMessage);
            assertEquals("", kit.runnable("image", "ls", "--all", "--quiet").output());
        }
    }
}
