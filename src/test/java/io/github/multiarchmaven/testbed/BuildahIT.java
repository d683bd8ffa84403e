package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildahIT {
    private static final List<Platform> PLATFORMS = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({
        "true, " + MediaTypes.DOCKER_LIST + ", " + MediaTypes.DOCKER_MANIFEST + ", " + MediaTypes.DOCKER_LAYER_GZIP,
        "false, " + MediaTypes.OCI_INDEX + ", " + MediaTypes.OCI_MANIFEST + ", " + MediaTypes.OCI_LAYER_GZIP
    })
    void pushesAnIndexOfAllPlatformsWithTheMediaTypesAskedFor(
            boolean docker, String indexType, String imageType, String layerType) throws Exception {
        Buildah buildah = Unavailable.orSkip(Buildah::get);
        Skopeo skopeo = Unavailable.orSkip(Skopeo::get);
        Path context = ScratchContext.write(temporary, PLATFORMS);
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            String name = registry.host() + "/team/app";

            Digest pushed = buildah.buildAndPush(context, PLATFORMS, name + ":1", docker);

            assertEquals(pushed, skopeo.digest("docker://" + name + ":1"));
            Manifest index = manifest(skopeo, name + ":1", indexType);
            assertEquals(indexType, index.mediaType());
            // It builds them in any order.
            assertEquals(
                    Set.copyOf(PLATFORMS),
                    index.children().stream()
                            .map(child -> child.platform().orElseThrow())
                            .collect(Collectors.toSet()));
            for (Descriptor child : index.children()) {
                assertEquals(imageType, child.mediaType());
                Manifest image = manifest(skopeo, name + "@" + child.digest(), imageType);
                assertEquals(
                        List.of(layerType),
                        image.layers().stream().map(Descriptor::mediaType).toList());
            }
            assertEquals(
                    2,
                    index.children().stream().map(Descriptor::digest).distinct().count());
        }
    }

    @Test
    void saysWhatIsWrongWithADockerfile() throws Exception {
        Buildah buildah = Unavailable.orSkip(Buildah::get);
        Files.writeString(temporary.resolve("Dockerfile"), "FROM scratch\nCOPY none /\n");

        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> buildah.buildAndPush(temporary, PLATFORMS, "127.0.0.1:9/team/app:1", false));

        assertTrue(e.getMessage().contains("no such file or directory"), e::getMessage);
    }

    private static Manifest manifest(Skopeo skopeo, String reference, String mediaType) {
        return Manifest.parse(skopeo.inspectRaw("docker://" + reference).getBytes(StandardCharsets.UTF_8), mediaType);
    }
}
