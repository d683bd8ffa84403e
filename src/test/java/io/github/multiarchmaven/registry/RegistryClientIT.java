package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.registry.auth.StaticCredentials;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Push, mount, pull, list and refer on the real {@code docker-registry}, with and without a login. */
final class RegistryClientIT {
    private final byte[] layer = new byte[3_000_000];

    RegistryClientIT() {
        new Random(7).nextBytes(layer);
    }

    @Test
    void everythingWorksOnAnOpenRegistry() throws Exception {
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start);
                RegistryClient client = Fixtures.client(CredentialSource.none())) {
            everythingWorks(registry, client);
        }
    }

    @Test
    void everythingWorksWithALogin() throws Exception {
        try (RealRegistry registry = Unavailable.orSkip(() -> RealRegistry.startWithLogin("ann", "correct horse"));
                RegistryClient client = Fixtures.client(login(registry, "correct horse"))) {
            everythingWorks(registry, client);
        }
    }

    @Test
    void aWrongLoginIsRefusedWithThePlaceItCameFrom() throws Exception {
        try (RealRegistry registry = Unavailable.orSkip(() -> RealRegistry.startWithLogin("ann", "correct horse"));
                RegistryClient client = Fixtures.client(login(registry, "wrong horse"))) {
            var repository = client.repository(Reference.parse(registry.host() + "/team/app"));

            RegistryException refused = assertThrows(RegistryException.class, () -> repository.resolve("1"));

            assertEquals(401, refused.status());
            assertTrue(refused.getMessage().contains("settings.xml server"), refused.getMessage());
            assertFalse(refused.getMessage().contains("horse"), refused.getMessage());
        }
    }

    private static CredentialSource login(RealRegistry registry, String password) {
        return new StaticCredentials(Map.of(registry.host(), Credential.basic("ann", password)), "settings.xml");
    }

    private void everythingWorks(RealRegistry registry, RegistryClient client) throws Exception {
        Reference base = Reference.parse(registry.host() + "/base/java");
        var from = client.repository(base);
        var to = client.repository(Reference.parse(registry.host() + "/team/app"));
        Descriptor blob = Fixtures.blob(layer);
        Descriptor config = Fixtures.blob(Fixtures.bytes("{}"));

        assertThrows(
                CorruptContentException.class,
                () -> from.putBlob(blob, null, () -> new ByteArrayInputStream(new byte[layer.length])));
        assertFalse(from.hasBlob(blob), "wrong bytes leave nothing behind");
        assertEquals(BlobOutcome.SENT, from.putBlob(blob, null, () -> new ByteArrayInputStream(layer)));
        assertEquals(BlobOutcome.PRESENT, from.putBlob(blob, null, RegistryClientIT::unopened));
        assertEquals(BlobOutcome.MOUNTED, to.putBlob(blob, base, RegistryClientIT::unopened));
        assertEquals(
                BlobOutcome.SENT,
                to.putBlob(config, base, () -> new ByteArrayInputStream(Fixtures.bytes("{}"))),
                "what the origin lacks is sent over the upload that the mount became");
        try (var in = to.openBlob(blob)) {
            assertArrayEquals(layer, in.readAllBytes());
        }

        Manifest image = Fixtures.image("app");
        to.putManifest(image, "1");
        Manifest signature = Fixtures.referrer("signature", image.descriptor().bare());
        to.putManifest(signature, null);

        assertEquals(image.descriptor(), to.resolve("1").orElseThrow());
        assertArrayEquals(image.bytes(), to.manifest(image.digest().toString()).bytes());
        assertTrue(to.resolve("2").isEmpty());
        assertTrue(to.tags().contains("1"), to.tags()::toString);
        assertEquals(List.of(signature.descriptor()), to.referrers(image.digest()));
    }

    private static java.io.InputStream unopened() {
        throw new AssertionError("nothing had to be read");
    }
}
