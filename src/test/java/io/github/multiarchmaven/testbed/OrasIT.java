package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrasIT {
    private static final String TYPE = "application/vnd.example.sbom";

    @TempDir
    Path temporary;

    @Test
    void attachesToAnIndexAndToItsReferrerAndDiscoversBoth() throws Exception {
        Oras oras = Unavailable.orSkip(Oras::get);
        Files.writeString(temporary.resolve("sbom.json"), "{}");
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            String name = registry.host() + "/team/app";
            Manifest index = putIndex(name);

            Digest sbom = oras.attach(name + ":1", TYPE, temporary, "sbom.json");
            Digest review = oras.attach(name + "@" + sbom, "application/vnd.example.review", temporary, "sbom.json");

            List<Descriptor> referrers = oras.discover(name + ":1");
            assertEquals(
                    List.of(sbom), referrers.stream().map(Descriptor::digest).toList());
            assertEquals(TYPE, referrers.get(0).artifactType().orElseThrow());
            assertEquals(review, oras.discover(name + "@" + sbom).get(0).digest());
            assertEquals(List.of(), oras.discover(name + "@" + review));
            // Another client sees the referrer, and what it refers to.
            String raw = Unavailable.orSkip(Skopeo::get).inspectRaw("docker://" + name + "@" + sbom);
            assertEquals(
                    index.descriptor().digest().toString(),
                    Json.parseObject(raw.getBytes(StandardCharsets.UTF_8), "the referrer")
                            .at("/subject/digest")
                            .asText());
        }
    }

    @Test
    void saysWhyItFailed() {
        Oras oras = Unavailable.orSkip(Oras::get);
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            String missing = registry.host() + "/team/app:none";

            IllegalStateException e = assertThrows(IllegalStateException.class, () -> oras.discover(missing));

            assertTrue(e.getMessage().contains("not found"), e::getMessage);
        }
    }

    private static Manifest putIndex(String name) {
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            return TinyImage.putIndex(
                    client.repository(Reference.parse(name)), "1", 100, Platform.linuxAmd64(), Platform.linuxArm64());
        }
    }
}
