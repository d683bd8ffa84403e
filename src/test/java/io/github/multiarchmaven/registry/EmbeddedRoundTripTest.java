package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import io.github.multiarchmaven.server.LoggedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both ends are ours: what one writes the other reads, byte for byte and without a request too many. */
final class EmbeddedRoundTripTest {
    private final EmbeddedRegistry registry = EmbeddedRegistry.inMemory();
    private final RegistryClient client = Fixtures.client(CredentialSource.none());
    private final RegistryRepository base = client.repository(Reference.parse(registry.host() + "/base/java"));
    private final RegistryRepository app = client.repository(Reference.parse(registry.host() + "/team/app"));
    private final byte[] content = Fixtures.bytes("a layer");
    private final Descriptor layer = Fixtures.blob(content);

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    private List<String> requests() {
        return registry.requests().stream().map(LoggedRequest::method).toList();
    }

    private static InputStream unwanted() throws IOException {
        throw new IOException("nobody should open this");
    }

    @Test
    void aBlobIsSentOnceThenFoundThenMounted() throws IOException {
        assertEquals(BlobOutcome.SENT, base.putBlob(layer, null, () -> new ByteArrayInputStream(content)));
        assertEquals(BlobOutcome.PRESENT, base.putBlob(layer, null, EmbeddedRoundTripTest::unwanted));
        Reference origin = base.origin(layer).orElseThrow();
        assertEquals(BlobOutcome.MOUNTED, app.putBlob(layer, origin, EmbeddedRoundTripTest::unwanted));
        try (InputStream in = app.openBlob(layer)) {
            assertArrayEquals(content, in.readAllBytes());
        }
        assertEquals(List.of("HEAD", "POST", "PUT", "HEAD", "HEAD", "POST", "GET"), requests());
    }

    @Test
    void manifestsKeepTheirBytesUnderTagAndDigest() {
        byte[] config = Fixtures.bytes("{}");
        app.putBlob(Descriptor.ofBytes(MediaTypes.OCI_EMPTY, config), null, () -> new ByteArrayInputStream(config));
        Manifest image = Fixtures.image("one");
        app.putManifest(image, "1.0");
        assertEquals(Optional.of(image.descriptor()), app.resolve("1.0"));
        assertEquals(Optional.of(image.descriptor()), app.resolve(image.digest().toString()));
        assertArrayEquals(image.bytes(), app.manifest("1.0").bytes());
        assertEquals(Optional.empty(), app.resolve("2.0"));

        Manifest referrer = Fixtures.referrer("sbom", image.descriptor().bare());
        app.putManifest(referrer, null);
        assertEquals(
                List.of(referrer.digest()),
                app.referrers(image.digest()).stream().map(Descriptor::digest).toList());
        // The registry has the API, so there is no tag of the fallback.
        assertEquals(List.of("1.0"), app.tags());
        assertTrue(base.tags().isEmpty());
    }
}
