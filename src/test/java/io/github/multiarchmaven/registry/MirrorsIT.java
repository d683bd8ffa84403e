package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A mirror as companies run it: the real registry as a pull-through cache. */
final class MirrorsIT {
    @Test
    void anImageIsReadFromTheCacheAndWrittenToTheOrigin() {
        try (RealRegistry origin = Unavailable.orSkip(RealRegistry::start);
                RealRegistry target = Unavailable.orSkip(RealRegistry::start);
                RealRegistry cache = Unavailable.orSkip(() -> RealRegistry.startAsCacheOf(origin));
                RegistryClient client = new RegistryClient(RegistryOptions.defaults()
                        .withMirrors(new Mirrors(Map.of(origin.host(), List.of(cache.host())))));
                Copier copier = new Copier(4, new BlobLocations())) {
            Repository base = client.source(Reference.parse(origin.host() + "/base/java"));
            // A cache refuses to be written to (405): so this went to the origin.
            Manifest index = TinyImage.putIndex(base, "17", 100_000, Platform.linuxAmd64(), Platform.linuxArm64());

            Repository app = client.repository(Reference.parse(target.host() + "/team/app"));
            copier.copy(base, "17", app, List.of("1"));

            assertEquals(index.descriptor(), app.resolve("1").orElseThrow());
            for (Manifest place : List.of(
                    client.repository(Reference.parse(origin.host() + "/base/java"))
                            .manifest("17"),
                    client.repository(Reference.parse(cache.host() + "/base/java"))
                            .manifest("17"))) {
                assertEquals(index.digest(), place.digest());
            }
            assertEquals(
                    4,
                    cache.accesses().stream()
                            .filter(access -> access.method().equals("GET")
                                    && access.pathAndQuery().contains("/blobs/")
                                    && access.status() == 200)
                            .count(),
                    "two configurations and two layers came from the cache");
            assertTrue(cache.accesses().stream().noneMatch(access -> access.status() >= 500), () -> cache.accesses()
                    .toString());
        }
    }
}
