package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CosignIT {
    @TempDir
    Path temporary;

    @Test
    void signsByTagSchemeAndRefusesAnotherKey() throws Exception {
        Cosign cosign = Unavailable.orSkip(Cosign::get);
        Cosign.KeyPair keys = cosign.generateKeyPair(Files.createDirectory(temporary.resolve("ours")));
        Cosign.KeyPair others = cosign.generateKeyPair(Files.createDirectory(temporary.resolve("others")));
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            String name = registry.host() + "/team/app";
            Digest index = putIndex(name);
            String image = name + "@" + index;
            assertFalse(cosign.verify(keys.publicKey(), image), "not signed yet");

            cosign.sign(keys.privateKey(), image);

            assertTrue(cosign.verify(keys.publicKey(), image));
            assertFalse(cosign.verify(others.publicKey(), image));
            assertTrue(
                    registry.accesses()
                            .contains(new RealRegistry.Access(
                                    "PUT", "/v2/team/app/manifests/sha256-" + index.hex() + ".sig", 201)),
                    registry.accesses()::toString);
        }
    }

    @Test
    void attestsAPredicateOfOneTypeWithOneKey() throws Exception {
        Cosign cosign = Unavailable.orSkip(Cosign::get);
        Cosign.KeyPair keys = cosign.generateKeyPair(Files.createDirectory(temporary.resolve("ours")));
        Cosign.KeyPair others = cosign.generateKeyPair(Files.createDirectory(temporary.resolve("others")));
        Path predicate = Files.writeString(temporary.resolve("predicate.json"), "{\"tested\": true}");
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            String name = registry.host() + "/team/app";
            String image = name + "@" + putIndex(name);

            cosign.attest(keys.privateKey(), "custom", predicate, image);

            assertTrue(cosign.verifyAttestation(keys.publicKey(), "custom", image));
            assertFalse(cosign.verifyAttestation(others.publicKey(), "custom", image));
            assertFalse(cosign.verify(keys.publicKey(), image), "an attestation is no signature");
        }
    }

    @Test
    void aMissingImageIsNoRefusal() {
        Cosign cosign = Unavailable.orSkip(Cosign::get);
        Cosign.KeyPair keys = cosign.generateKeyPair(temporary);
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            String missing = registry.host() + "/team/app:none";

            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> cosign.verify(keys.publicKey(), missing));

            assertTrue(e.getMessage().contains("image tag not found"), e::getMessage);
        }
    }

    private static Digest putIndex(String name) {
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            return TinyImage.putIndex(
                            client.repository(Reference.parse(name)),
                            "1",
                            100,
                            Platform.linuxAmd64(),
                            Platform.linuxArm64())
                    .descriptor()
                    .digest();
        }
    }
}
