package io.github.multiarchmaven.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.promote.ImageResult.Status;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.testbed.BuildKit;
import io.github.multiarchmaven.testbed.Buildah;
import io.github.multiarchmaven.testbed.Cosign;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.Oras;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.RealRegistry.Access;
import io.github.multiarchmaven.testbed.ScratchContext;
import io.github.multiarchmaven.testbed.Skopeo;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one real docker-registry to another, with images, signatures and judgements of other tools. */
class PromoteRealPeersIT {
    private static final List<Platform> BOTH = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    @TempDir
    Path folder;

    private RealRegistry upstream;
    private RealRegistry hub;
    private RegistryClient client;
    private Skopeo skopeo;

    @BeforeEach
    void start() {
        skopeo = Unavailable.orSkip(Skopeo::get);
        upstream = Unavailable.orSkip(RealRegistry::start);
        hub = Unavailable.orSkip(RealRegistry::start);
        client = new RegistryClient(RegistryOptions.defaults());
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (hub != null) {
            hub.close();
        }
        if (upstream != null) {
            upstream.close();
        }
    }

    private Repository at(RealRegistry registry, String name) {
        return client.repository(Reference.parse(registry.host() + "/" + name));
    }

    private ImageRequest request(String from, String to, Platform... platforms) {
        return new ImageRequest(
                new ImageSpec(
                        List.of(new ImageSpec.Source(Place.parse(upstream.host() + "/" + from, folder), null)),
                        Place.parse(hub.host() + "/" + to, folder),
                        List.of(),
                        List.of(platforms)),
                null);
    }

    private Promotions.Outcome promote(LockFile lock, PromoteOptions options, List<ImageRequest> requests) {
        try (Copier copier = new Copier(4, new BlobLocations());
                Places places = new Places(client::source, client::repository, false)) {
            return new Promotions(options, copier, places, InstantSource.system(), 4, line -> {}).run(requests, lock);
        }
    }

    private Promotions.Outcome promote(ImageRequest... requests) {
        Promotions.Outcome outcome = promote(LockFile.empty(), PromoteOptions.defaults(), List.of(requests));
        assertEquals(
                List.of(),
                outcome.results().stream()
                        .filter(r -> r.status() != Status.PROMOTED)
                        .toList());
        return outcome;
    }

    private void assertSameByskopeo(String from, String to) {
        assertEquals(
                skopeo.digest("docker://" + upstream.host() + "/" + from),
                skopeo.digest("docker://" + hub.host() + "/" + to));
    }

    @Test
    void whatBuildahAndBuildKitMadeKeepsItsDigests() throws Exception {
        Buildah buildah = Unavailable.orSkip(Buildah::get);
        Path context = ScratchContext.write(folder.resolve("context"), BOTH);
        buildah.buildAndPush(context, BOTH, upstream.host() + "/buildah/oci:1", false);
        buildah.buildAndPush(context, BOTH, upstream.host() + "/buildah/docker:1", true);
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            kit.buildAndPush(context, BOTH, upstream.host() + "/buildkit/app:1");
        }

        promote(
                request("buildah/oci:1", "base/oci:1"),
                request("buildah/docker:1", "base/docker:1"),
                request("buildkit/app:1", "base/buildkit:1"));

        assertSameByskopeo("buildah/oci:1", "base/oci:1");
        assertSameByskopeo("buildah/docker:1", "base/docker:1");
        assertSameByskopeo("buildkit/app:1", "base/buildkit:1");
        Manifest index = at(upstream, "buildkit/app").manifest("1");
        assertEquals(4, index.children().size(), "two images, two attestations");

        // One platform: its attestation goes along, and the real registry accepts the smaller index.
        promote(request("buildkit/app:1", "arm/buildkit:1", Platform.linuxArm64()));
        Descriptor arm64 = Indexes.select(index.children(), Platform.linuxArm64());
        Manifest subset = at(hub, "arm/buildkit").manifest("1");
        assertEquals(2, subset.children().size());
        assertEquals(arm64.digest(), subset.children().get(0).digest());
        assertEquals(
                arm64.digest().toString(),
                subset.children().get(1).annotations().get("vnd.docker.reference.digest"));
        assertEquals(arm64.digest(), skopeo.digest("docker://" + hub.host() + "/arm/buildkit:1-arm64"));

        promote(request("buildah/docker:1", "amd/docker:1", Platform.linuxAmd64()));
        Manifest docker = at(hub, "amd/docker").manifest("1");
        assertEquals(
                at(upstream, "buildah/docker").manifest("1").mediaType(), docker.mediaType(), "Docker's types stay");
        assertEquals(1, docker.children().size());
    }

    @Test
    void whatOrasAttachedAndCosignSignedIsFoundAtTheTarget() throws Exception {
        Oras oras = Unavailable.orSkip(Oras::get);
        Cosign cosign = Unavailable.orSkip(Cosign::get);
        Manifest index = TinyImage.putIndex(at(upstream, "java"), "17", 1000, BOTH.toArray(Platform[]::new));
        String subject = upstream.host() + "/java@" + index.digest();
        Files.writeString(folder.resolve("sbom.json"), "{}");
        Digest sbom = oras.attach(subject, "application/spdx+json", folder, "sbom.json");
        Files.writeString(folder.resolve("note.txt"), "about the sbom");
        Digest note = oras.attach(upstream.host() + "/java@" + sbom, "text/plain", folder, "note.txt");
        Cosign.KeyPair keys = cosign.generateKeyPair(folder);
        cosign.sign(keys.privateKey(), subject);
        Descriptor arm64 = index.children().get(1);
        cosign.sign(keys.privateKey(), upstream.host() + "/java@" + arm64.digest());
        assertFalse(verifies(cosign, keys, hub.host() + "/base/java@" + index.digest()));

        Promotions.Outcome outcome = promote(request("java:17", "base/java:17"));

        assertEquals(4, outcome.results().get(0).referrers());
        String promoted = hub.host() + "/base/java@";
        assertEquals(List.of(sbom), digests(oras.discover(promoted + index.digest())));
        assertEquals(List.of(note), digests(oras.discover(promoted + sbom)));
        assertTrue(verifies(cosign, keys, promoted + index.digest()));
        assertTrue(verifies(cosign, keys, promoted + arm64.digest()));

        // Also where only one platform is taken: what speaks of it is still there.
        promote(request("java:17", "arm/java:17", Platform.linuxArm64()));
        assertTrue(verifies(cosign, keys, hub.host() + "/arm/java@" + arm64.digest()));
    }

    private static boolean verifies(Cosign cosign, Cosign.KeyPair keys, String reference) {
        try {
            return cosign.verify(keys.publicKey(), reference);
        } catch (IllegalStateException e) {
            // The image itself is not there.
            return false;
        }
    }

    private static List<Digest> digests(List<Descriptor> descriptors) {
        return descriptors.stream().map(Descriptor::digest).toList();
    }

    private static Map<String, Long> perBlob(List<Access> accesses) {
        return accesses.stream()
                .filter(access -> access.pathAndQuery().contains("/blobs/"))
                .collect(Collectors.groupingBy(Access::method, Collectors.counting()));
    }

    @Test
    void aColdCopyAsksThreeTimesABlobAndASecondRunTwiceAnImage() {
        Repository source = at(upstream, "java");
        try (Copier copier = new Copier(4, new BlobLocations())) {
            copier.copy(
                    io.github.multiarchmaven.layout.ImageLayout.open(Unavailable.orSkip(DebianJavaBase::layout)),
                    DebianJavaBase.TAG,
                    source,
                    List.of("17"));
        }
        long blobs = source.manifest("17").children().stream()
                .map(child -> source.manifest(child.digest().toString()))
                .flatMap(image -> image.blobs().stream())
                .map(Descriptor::digest)
                .distinct()
                .count();
        Function<RealRegistry, Integer> seen = registry -> registry.accesses().size();
        int upstreamBefore = seen.apply(upstream);

        Promotions.Outcome first = promote(request("java:17", "base/java:17"));

        List<Access> fromUpstream =
                upstream.accesses().subList(upstreamBefore, upstream.accesses().size());
        assertEquals(Map.of("GET", blobs), perBlob(fromUpstream), "each blob is read once");
        assertEquals(Map.of("HEAD", blobs, "POST", blobs, "PUT", blobs), perBlob(hub.accesses()));
        assertSameByskopeo("java:17", "base/java:17");

        int upstreamAfter = seen.apply(upstream);
        int hubAfter = seen.apply(hub);
        Promotions.Outcome second = promote(
                first.lock(),
                PromoteOptions.defaults().withUpdateLock(true),
                List.of(request("java:17", "base/java:17")));
        assertEquals(Status.THERE, second.results().get(0).status());
        List<Access> asked = new ArrayList<>(
                upstream.accesses().subList(upstreamAfter, upstream.accesses().size()));
        asked.addAll(hub.accesses().subList(hubAfter, hub.accesses().size()));
        assertEquals(2, asked.size(), asked.toString());

        Promotions.Outcome third =
                promote(first.lock(), PromoteOptions.defaults(), List.of(request("java:17", "base/java:17")));
        assertEquals(Status.THERE, third.results().get(0).status());
        assertEquals(hubAfter + 2, seen.apply(hub), "with the lock file one request, to the hub");
    }

    @Test
    void twoHundredImagesInOneRunShareTheirBlobs() {
        Manifest common = TinyImage.putIndex(at(upstream, "common"), "1", 50_000, BOTH.toArray(Platform[]::new));
        List<ImageRequest> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            // Every other image is one of its own; the rest stand on the same blobs.
            if (i % 2 == 0) {
                TinyImage.putIndex(at(upstream, "own" + i), "1", 200 + i, BOTH.toArray(Platform[]::new));
            }
            requests.add(request(i % 2 == 0 ? "own" + i + ":1" : "common:1", "base/image" + i + ":1"));
        }

        Promotions.Outcome outcome = promote(requests.toArray(ImageRequest[]::new));

        assertEquals(200, outcome.results().size());
        String layer = at(upstream, "common")
                .manifest(common.children().get(0).digest().toString())
                .layers()
                .get(0)
                .digest()
                .toString();
        assertEquals(
                1,
                upstream.accesses().stream()
                        .filter(a ->
                                a.method().equals("GET") && a.pathAndQuery().endsWith("/blobs/" + layer))
                        .count(),
                "a blob that a hundred images share leaves its source once");
        Promotions.Outcome again = promote(outcome.lock(), PromoteOptions.defaults(), requests);
        assertEquals(200, again.count(Status.THERE));
        assertSameByskopeo("own198:1", "base/image198:1");
    }
}
