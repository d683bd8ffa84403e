package io.github.multiarchmaven.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestMergeTest {
    private static final Descriptor CONFIG = Descriptor.ofBytes(MediaTypes.OCI_CONFIG, new byte[] {1});
    private static final BuiltLayer OURS = new BuiltLayer(
            "classes",
            Descriptor.ofBytes(MediaTypes.OCI_LAYER_GZIP, new byte[] {2}),
            Digest.ofBytes(new byte[] {3}),
            false);

    private static SampleBase base(String manifestType, String layerType) {
        return SampleBase.of(Platform.linuxArm64(), manifestType, layerType, config -> {});
    }

    @Test
    void layersOfTheBaseStandAsTheyWere() {
        SampleBase base = base(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_ZSTD);

        Manifest merged = ManifestMerge.merge(base.image(), CONFIG, List.of(OURS), Map.of());

        assertEquals(MediaTypes.OCI_LAYER_ZSTD, merged.layers().get(0).mediaType());
        assertEquals(
                base.layerDescriptor().json().toString(),
                merged.layers().get(0).json().toString());
        assertEquals(OURS.descriptor(), merged.layers().get(1));
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.docker.image.rootfs.diff.tar.gzip, application/vnd.oci.image.layer.v1.tar+gzip",
        "application/vnd.docker.image.rootfs.diff.tar, application/vnd.oci.image.layer.v1.tar",
        "application/vnd.docker.image.rootfs.diff.tar.zstd, application/vnd.oci.image.layer.v1.tar+zstd",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip, application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/x-other, application/x-other"
    })
    void aDockerBaseBecomesOci(String docker, String oci) {
        SampleBase base = base(MediaTypes.DOCKER_MANIFEST, docker);

        Manifest merged = ManifestMerge.merge(base.image(), CONFIG, List.of(OURS), Map.of());

        assertEquals(MediaTypes.OCI_MANIFEST, merged.mediaType());
        Descriptor layer = merged.layers().get(0);
        assertEquals(oci, layer.mediaType());
        assertEquals(base.layerDescriptor().digest(), layer.digest());
        assertEquals("kept", layer.annotations().get("layer.note"));
    }

    @Test
    void theBaseIsNamedInTheAnnotations() {
        SampleBase base = base(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_GZIP);

        Manifest merged = ManifestMerge.merge(base.image(), CONFIG, List.of(OURS), Map.of("a", "b"));

        assertEquals(
                Map.of(
                        "a",
                        "b",
                        Annotations.BASE_NAME,
                        "hub.example.com/base:17",
                        Annotations.BASE_DIGEST,
                        base.manifest().digest().toString()),
                merged.annotations());
    }

    @Test
    void scratchHasNoName() {
        Manifest merged =
                ManifestMerge.merge(BaseImage.scratch(Platform.linuxArm64()), CONFIG, List.of(OURS), Map.of());

        assertFalse(merged.json().has("annotations"));
        assertEquals(List.of(OURS.descriptor()), merged.layers());
    }
}
