package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real {@code docker-registry} behind a bad network: what it knows of broken uploads is its own affair, and differs from ours. */
@Timeout(300)
final class FaultyNetworkIT {
    private final FakeTiming timing = new FakeTiming();
    private final RegistryClient client = Fixtures.client(RegistryOptions.defaults(), timing);

    private final byte[] content = new byte[3_000_000];

    FaultyNetworkIT() {
        new Random(7).nextBytes(content);
    }

    private void put(FaultyRegistry registry) {
        client.repository(registry.reference("team/app"))
                .putBlob(Fixtures.blob(content), null, () -> new ByteArrayInputStream(content));
        assertTrue(client.repository(registry.faultless("team/app")).hasBlob(Fixtures.blob(content)));
    }

    @Test
    void uploadsThatAreCutComeToTheirEnd() throws Exception {
        try (RealRegistry real = Unavailable.orSkip(RealRegistry::start);
                FaultyRegistry registry = FaultyRegistry.before(real.host())) {
            registry.spoil(2, r -> r.is("PUT", "/blobs/uploads/"), Faults.cutRequestAfter(1_000_000));
            put(registry);
            // It forgets an upload that was cut within a request, so each begins anew.
            assertEquals(3, registry.count("PUT", "/blobs/uploads/"));
        }
    }

    @Test
    void anUploadIsSentInChunksWhereItHasToBe() throws Exception {
        try (RealRegistry real = Unavailable.orSkip(RealRegistry::start);
                FaultyRegistry registry = FaultyRegistry.before(real.host())) {
            registry.spoil(r -> r.is("PUT", "/blobs/uploads/") && r.length() > 0, Faults.answer(405))
                    .spoil(1, r -> r.method().equals("PATCH"), Faults.cutRequestAfter(1_000_000));
            put(registry);
            assertEquals(2, registry.count("PATCH", "/blobs/uploads/"));
        }
    }

    @Test
    void imagesAreTheSameAfterManyCopies() throws Exception {
        SampleImage image = new SampleImage(40_000);
        try (RealRegistry real = Unavailable.orSkip(RealRegistry::start);
                FaultyRegistry registry = FaultyRegistry.before(real.host())) {
            image.storeIn(client.repository(registry.faultless("base/java")), "17");
            Random random = new Random(11);
            registry.spoil(r -> random.nextInt(100) < 5, Faults.answer(503))
                    .spoil(r -> random.nextInt(100) < 1, passing -> Faults.cutAnswerAfter(random.nextInt(30_000))
                            .meet(passing))
                    .spoil(r -> random.nextInt(100) < 1, passing -> Faults.cutRequestAfter(random.nextInt(30_000))
                            .meet(passing));
            for (int i = 0; i < 20; i++) {
                String name = "team/app" + i;
                try (Copier copier = new Copier(4, new BlobLocations())) {
                    // The front is another registry to the client, and each copier new: so all is sent.
                    copier.copy(
                            client.repository(registry.faultless("base/java")),
                            "17",
                            client.repository(registry.reference(name)),
                            List.of("1"));
                }
                image.requireIn(client.repository(registry.reference(name)), "1");
            }
            assertTrue(timing.slept().size() > 20, timing.slept().size() + " waits: the network was not that bad");
        }
    }
}
