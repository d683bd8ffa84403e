package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildKitIT {
    private static final List<Platform> PLATFORMS = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    @TempDir
    Path temporary;

    @Test
    void pushesAnIndexWithAnAttestationForEachPlatform() throws Exception {
        Skopeo skopeo = Unavailable.orSkip(Skopeo::get);
        Path context = ScratchContext.write(temporary, PLATFORMS);
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start);
                BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            String name = registry.host() + "/team/app";

            Digest pushed = kit.buildAndPush(context, PLATFORMS, name + ":1");

            assertEquals(pushed, skopeo.digest("docker://" + name + ":1"));
            Manifest index = manifest(skopeo, name + ":1", MediaTypes.OCI_INDEX);
            List<Descriptor> images = children(index, false);
            List<Descriptor> attestations = children(index, true);
            assertEquals(
                    PLATFORMS,
                    images.stream().map(child -> child.platform().orElseThrow()).toList());
            assertEquals(
                    images.stream().map(child -> child.digest().toString()).toList(),
                    attestations.stream()
                            .map(child -> child.annotations().get("vnd.docker.reference.digest"))
                            .toList());
            for (Descriptor attestation : attestations) {
                Manifest image = manifest(skopeo, name + "@" + attestation.digest(), MediaTypes.OCI_MANIFEST);
                assertEquals(
                        List.of("application/vnd.in-toto+json"),
                        image.layers().stream().map(Descriptor::mediaType).toList());
            }
        }
    }

    @Test
    void nothingOfItIsLeftWhenClosed() throws Exception {
        BuildKit kit = Unavailable.orSkip(BuildKit::start);
        List<ProcessHandle> processes = kit.processes();
        try (kit) {
            assertTrue(processes.size() >= 3, "unshare, dockerd and containerd, but there are " + processes);
            assertEquals(0, kit.runnable("version").run().exit());
        }

        processes.forEach(process -> assertFalse(process.isAlive(), process::toString));
        String mounts = Files.readString(Path.of("/proc/self/mounts"));
        assertFalse(mounts.contains(kit.folder().toString()), mounts);
        assertFalse(Files.exists(kit.folder()));
    }

    @Test
    void saysWhatIsWrongWithADockerfile() throws Exception {
        Files.writeString(temporary.resolve("Dockerfile"), "FROM scratch\nCOPY none /\n");
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            IllegalStateException e = assertThrows(
                    IllegalStateException.class,
                    () -> kit.buildAndPush(temporary, PLATFORMS, "127.0.0.1:9/team/app:1"));

            assertTrue(e.getMessage().contains("\"/none\": not found"), e::getMessage);
        }
    }

    private static List<Descriptor> children(Manifest index, boolean unknown) {
        return index.children().stream()
                .filter(child -> child.platform().orElseThrow().isUnknown() == unknown)
                .toList();
    }

    private static Manifest manifest(Skopeo skopeo, String reference, String mediaType) {
        return Manifest.parse(skopeo.inspectRaw("docker://" + reference).getBytes(StandardCharsets.UTF_8), mediaType);
    }
}
