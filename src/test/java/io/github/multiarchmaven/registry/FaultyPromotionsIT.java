package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.promote.ImageRequest;
import io.github.multiarchmaven.promote.ImageResult;
import io.github.multiarchmaven.promote.ImageSpec;
import io.github.multiarchmaven.promote.LockFile;
import io.github.multiarchmaven.promote.Place;
import io.github.multiarchmaven.promote.Places;
import io.github.multiarchmaven.promote.PromoteOptions;
import io.github.multiarchmaven.promote.Promotions;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred promotions to the real {@code docker-registry} over a bad network: images, tags, referrers, all of it arrives. */
@Timeout(300)
final class FaultyPromotionsIT {
    private static final int PROMOTIONS = 100;

    @Test
    void aHundredPromotionsEndWellAndByteEqual() throws Exception {
        FakeTiming timing = new FakeTiming();
        try (RealRegistry upstream = Unavailable.orSkip(RealRegistry::start);
                RealRegistry hub = Unavailable.orSkip(RealRegistry::start);
                FaultyRegistry fromUpstream = FaultyRegistry.before(upstream.host());
                FaultyRegistry toHub = FaultyRegistry.before(hub.host());
                RegistryClient client = Fixtures.client(RegistryOptions.defaults(), timing)) {
            Repository source = client.repository(fromUpstream.faultless("base/java"));
            Manifest index = TinyImage.putIndex(source, "17", 30_000, Platform.linuxAmd64(), Platform.linuxArm64());
            Digest referrer = putReferrer(source, index);
            Random random = new Random(20_260_131);
            for (FaultyRegistry registry : List.of(fromUpstream, toHub)) {
                registry.spoil(r -> chance(random, 5), Faults.answer(503))
                        .spoil(r -> chance(random, 1), passing -> Faults.cutAnswerAfter(cut(random))
                                .meet(passing))
                        .spoil(r -> chance(random, 1), passing -> Faults.cutRequestAfter(cut(random))
                                .meet(passing));
            }
            List<ImageRequest> requests = new ArrayList<>();
            for (int i = 0; i < PROMOTIONS; i++) {
                Place from = Place.parse(fromUpstream.reference("base/java").name() + ":17", Path.of(""));
                Place to = Place.parse(toHub.reference("app" + i).name() + ":17", Path.of(""));
                requests.add(new ImageRequest(
                        new ImageSpec(List.of(new ImageSpec.Source(from, null)), to, List.of("latest"), List.of()),
                        null));
            }
            try (Copier copier = new Copier(4, new BlobLocations());
                    Places places = new Places(client::source, client::repository, false)) {
                List<ImageResult> results = new Promotions(
                                PromoteOptions.defaults(), copier, places, InstantSource.system(), 4, line -> {})
                        .run(requests, LockFile.empty())
                        .results();
                assertEquals(
                        List.of(),
                        results.stream()
                                .filter(r -> r.status() != ImageResult.Status.PROMOTED)
                                .toList());
            }
            for (int i = 0; i < PROMOTIONS; i++) {
                Repository target = client.repository(toHub.faultless("app" + i));
                for (String tag : List.of("17", "latest")) {
                    assertEquals(index.digest(), target.manifest(tag).digest());
                }
                for (Descriptor child : index.children()) {
                    for (Descriptor blob :
                            target.manifest(child.digest().toString()).blobs()) {
                        // Reading verifies size and digest.
                        target.readBlob(blob);
                    }
                }
                assertEquals(
                        List.of(referrer),
                        target.referrers(index.digest()).stream()
                                .map(Descriptor::digest)
                                .toList());
            }
            assertTrue(timing.slept().size() > 50, timing.slept().size() + " waits: the network was not that bad");
        }
    }

    private static Digest putReferrer(Repository place, Manifest subject) {
        ObjectNode json = TinyImage.putImage(place, null, Platform.linuxAmd64(), 10, config -> {})
                .json();
        json.put("artifactType", "application/x-signature");
        json.set("subject", subject.descriptor().json());
        Manifest referrer = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        place.putManifest(referrer, null);
        return referrer.digest();
    }

    /** Faults are met by threads in any order, so that runs differ; what they end in does not. */
    private static boolean chance(Random random, int percent) {
        return random.nextInt(100) < percent;
    }

    private static int cut(Random random) {
        return random.nextInt(30_000);
    }
}
