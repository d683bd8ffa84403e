package io.github.multiarchmaven.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.multiarchmaven.fuzz.Fed;

/** What registries and layouts hold: manifests and indexes of all types, and configurations. */
class ManifestsFuzz {
    @FuzzTest(maxDuration = "8s")
    void manifestsAreReadOrRefused(byte[] data) throws Exception {
        Fed fed = new Fed(data, 5);
        byte[] bytes = fed.bytes();
        fed.to(
                () -> read(Manifest.parse(bytes, MediaTypes.OCI_INDEX)),
                () -> read(Manifest.parse(bytes, MediaTypes.OCI_MANIFEST)),
                () -> read(Manifest.parse(bytes, MediaTypes.DOCKER_MANIFEST)),
                () -> read(Manifest.parse(bytes, MediaTypes.DOCKER_SCHEMA1_SIGNED)),
                () -> read(Manifest.sniff(bytes, "the made-up manifest")));
    }

    private static void read(Manifest manifest) {
        manifest.annotations();
        manifest.subject();
        manifest.blobs();
        manifest.children().forEach(Descriptor::platform);
        if (manifest.isIndex()) {
            Indexes.select(manifest.children(), Platform.linuxArm64());
        }
    }
}
