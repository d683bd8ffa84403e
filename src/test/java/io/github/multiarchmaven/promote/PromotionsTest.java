package io.github.multiarchmaven.promote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.PlatformTags;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.promote.ImageResult.Status;
import io.github.multiarchmaven.testbed.TinyImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two of our own registries, over HTTP. */
class PromotionsTest {
    private static final Platform AMD64 = Platform.linuxAmd64();
    private static final Platform ARM64 = Platform.linuxArm64();
    private static final Platform ARMV7 = Platform.parse("linux/arm/v7");

    private final PromoteFixture there = new PromoteFixture();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        there.close();
    }

    private Repository source(String name) {
        return there.source(name);
    }

    private Repository target(String name) {
        return there.target(name);
    }

    private Digest digest(Repository place, String tag) {
        return place.resolve(tag).map(Descriptor::digest).orElse(null);
    }

    @Test
    void anIndexIsCopiedByteForByteAndTagged() {
        Manifest index = TinyImage.putIndex(source("java"), "17", 100, AMD64, ARM64, ARMV7);

        ImageResult result = there.promote(there.image("java:17", "base/java:17", List.of("latest", "17-lts")));

        assertEquals(Status.PROMOTED, result.status(), result.detail());
        assertArrayEquals(index.bytes(), target("base/java").manifest("17").bytes());
        assertEquals(index.digest(), digest(target("base/java"), "latest"));
        assertEquals(index.digest(), digest(target("base/java"), "17-lts"));
        for (int i = 0; i < 3; i++) {
            String tag = List.of("17-amd64", "17-arm64", "17-armv7").get(i);
            assertEquals(index.children().get(i).digest(), digest(target("base/java"), tag), tag);
        }
        assertEquals(6, result.tagsSet().size());
    }

    @Test
    void aSubsetIsANewIndexOverTheChosenWithAllElseKept() {
        Manifest whole = TinyImage.putIndex(source("java"), "17", 100, AMD64, ARM64, ARMV7);
        ObjectNode json = whole.json();
        json.putObject("annotations").put("org.opencontainers.image.version", "17");
        Manifest annotated = Manifest.compose(json, MediaTypes.OCI_INDEX);
        source("java").putManifest(annotated, "17");

        ImageResult result = there.promote(there.image("java:17", "base/java:17", List.of(), ARM64, AMD64));

        assertEquals(Status.PROMOTED, result.status(), result.detail());
        Manifest subset = target("base/java").manifest("17");
        assertEquals(whole.children().subList(0, 2), subset.children(), "in the order of the source");
        assertEquals("17", subset.annotations().get("org.opencontainers.image.version"));
        assertEquals(null, digest(target("base/java"), "17-armv7"));
        assertTrue(target("base/java")
                .resolve(whole.children().get(2).digest().toString())
                .isEmpty());
    }

    @Test
    void allPlatformsNamedKeepTheIndexAsItIs() {
        Manifest index = TinyImage.putIndex(source("java"), "17", 100, AMD64, ARM64);
        there.promote(there.image("java:17", "base/java:17", List.of(), AMD64, ARM64));
        assertEquals(index.digest(), digest(target("base/java"), "17"));
    }

    @Test
    void aMissingPlatformFailsBeforeAnythingIsWritten() {
        TinyImage.putIndex(source("java"), "17", 100, AMD64, ARMV7);

        ImageResult result = there.promote(
                there.image("java:17", "base/java:17", List.of(), AMD64, ARM64, Platform.parse("arm/v6")));

        assertEquals(Status.FAILED, result.status());
        assertTrue(
                result.detail().contains("linux/arm64, linux/arm/v6 are missing")
                        && result.detail().contains("has linux/amd64, linux/arm/v7"),
                result.detail());
        assertEquals(List.of(), target("base/java").tags());
        assertEquals(List.of(), there.writes());
    }

    @Test
    void twoReferencesBecomeOneIndex() {
        Manifest amd64 = TinyImage.putImage(source("centos"), "centos7.9", AMD64, 100, config -> {});
        TinyImage.putIndex(source("arm64v8/centos"), "7.9", 100, ARM64, ARMV7);
        ImageSpec spec = new ImageSpec(
                List.of(
                        new ImageSpec.Source(there.from("centos:centos7.9"), null),
                        new ImageSpec.Source(there.from("arm64v8/centos:7.9"), ARM64)),
                there.to("centos:7.9.2009"),
                List.of(),
                List.of());

        ImageResult result = there.promote(spec);

        assertEquals(Status.PROMOTED, result.status(), result.detail());
        Manifest index = target("centos").manifest("7.9.2009");
        assertEquals(MediaTypes.OCI_INDEX, index.mediaType());
        assertEquals(2, index.children().size());
        assertEquals(amd64.digest(), index.children().get(0).digest());
        assertEquals(ARM64, index.children().get(1).platform().orElseThrow());
        assertEquals(amd64.digest(), digest(target("centos"), "7.9.2009-amd64"));
    }

    @Test
    void dockersManifestsBecomeDockersList() {
        PromoteFixture.putDockerImage(source("a"), "1", AMD64);
        PromoteFixture.putDockerImage(source("b"), "1", ARM64);
        there.promote(new ImageSpec(
                List.of(new ImageSpec.Source(there.from("a:1"), AMD64), new ImageSpec.Source(there.from("b:1"), ARM64)),
                there.to("both:1"),
                List.of(),
                List.of()));
        Manifest index = target("both").manifest("1");
        assertEquals(MediaTypes.DOCKER_LIST, index.mediaType());
        assertEquals(
                List.of(MediaTypes.DOCKER_MANIFEST, MediaTypes.DOCKER_MANIFEST),
                index.children().stream().map(Descriptor::mediaType).toList());
    }

    @Test
    void aSingleManifestKeepsItsDigestAndIsAskedForItsPlatform() {
        Manifest image = TinyImage.putImage(source("java"), "17", ARM64, 100, config -> {});
        assertEquals(
                Status.PROMOTED,
                there.promote(there.image("java:17", "base/java:17", List.of(), ARM64))
                        .status());
        assertEquals(image.digest(), digest(target("base/java"), "17"));
        assertEquals(image.digest(), digest(target("base/java"), "17-arm64"));

        ImageResult wrong = there.promote(there.image("java:17", "base/other:17", List.of(), AMD64));
        assertTrue(wrong.detail().contains("linux/amd64 is missing"), wrong.detail());
    }

    @Test
    void attestationsGoWithTheirImageOrAreDropped() {
        Manifest index = PromoteFixture.putIndexWithAttestations(source("java"), "17", AMD64, ARM64);
        assertEquals(4, index.children().size());

        there.promote(there.image("java:17", "kept/java:17", List.of(), ARM64));
        List<Descriptor> kept = target("kept/java").manifest("17").children();
        assertEquals(List.of(index.children().get(1), index.children().get(3)), kept);

        there.options = there.options.withAttestations(Attestations.DROP);
        there.promote(there.image("java:17", "dropped/java:17", List.of()));
        assertEquals(
                index.children().subList(0, 2),
                target("dropped/java").manifest("17").children());
    }

    @Test
    void windowsLeavesTheArchitecturesTagToLinuxAndKeepsItsVersions() {
        Platform old = new Platform("windows", "amd64", "", "10.0.17763.1");
        Platform current = new Platform("windows", "amd64", "", "10.0.20348.1");
        Manifest index = TinyImage.putIndex(source("java"), "17", 100, old, current, AMD64);

        there.promote(there.image("java:17", "base/java:17", List.of()));
        assertEquals(index.children().get(2).digest(), digest(target("base/java"), "17-amd64"));

        there.promote(there.image("java:17", "win/java:17", List.of(), Platform.parse("windows/amd64")));
        assertEquals(
                index.children().subList(0, 2),
                target("win/java").manifest("17").children());
    }

    @Test
    void aTagThatPointsElsewhereIsLeftAloneUnlessToldOtherwise() {
        Manifest old = TinyImage.putImage(target("base/java"), "17", AMD64, 50, config -> {});
        Manifest index = TinyImage.putIndex(source("java"), "17", 100, AMD64, ARM64);
        ImageSpec spec = there.image("java:17", "base/java:17", List.of());
        there.forgetRequests();

        ImageResult refused = there.promote(spec);
        assertEquals(Status.FAILED, refused.status());
        assertTrue(
                refused.detail().contains("the tag 17 points to " + old.digest())
                        && refused.detail().contains("overwrite"),
                refused.detail());
        assertEquals(List.of(), there.writes());

        there.options = there.options.withOverwrite(Overwrite.ALWAYS, BackupTag.parse("{tag}-was-{digest}"));
        ImageResult done = there.promote(spec);
        assertEquals(index.digest(), digest(target("base/java"), "17"));
        String backup = "17-was-" + old.digest().shortHex();
        assertEquals(old.digest(), digest(target("base/java"), backup));
        assertEquals(List.of(new ImageResult.Overwritten("17", old.digest(), backup)), done.overwritten());
    }

    @Test
    void aLockIsFollowedUntilItIsUpdated() {
        Manifest first = TinyImage.putIndex(source("java"), "17", 100, AMD64, ARM64);
        ImageSpec spec = there.image("java:17", "base/java:17", List.of());
        there.promote(spec);
        Manifest second = TinyImage.putIndex(source("java"), "17", 200, AMD64, ARM64);
        assertNotEquals(first.digest(), second.digest());

        there.target("base/java").putManifest(first, "17");
        assertEquals(Status.THERE, there.promote(spec).status(), "the source's tag has moved, the lock has not");

        there.options = there.options.withOverwrite(Overwrite.IF_LOCKED, null).withUpdateLock(true);
        LockFile before = there.lock;
        assertEquals(Status.LOCKED, there.promote(spec).status());
        assertEquals(
                List.of(spec.from() + ": " + first.digest() + " -> " + second.digest()), there.lock.movesSince(before));
        assertEquals(first.digest(), digest(target("base/java"), "17"), "the lock moves first, for a review");

        there.options = there.options.withUpdateLock(false);
        assertEquals(Status.PROMOTED, there.promote(spec).status());
        assertEquals(second.digest(), digest(target("base/java"), "17"));
    }

    @Test
    void aLockedDigestThatIsGoneSaysWhatToDo() {
        TinyImage.putIndex(source("java"), "17", 100, AMD64);
        ImageSpec spec = there.image("java:17", "base/java:17", List.of());
        Digest gone = Digest.ofBytes("gone".getBytes(UTF_8));
        there.lock = LockFile.empty()
                .with(
                        List.of(new Locked(
                                spec.target().toString(),
                                gone,
                                List.of(new Locked.Source(spec.from(), null, gone)),
                                Map.of(),
                                Map.of(),
                                List.of(),
                                Attestations.KEEP,
                                Instant.EPOCH)),
                        Map.of());
        ImageResult result = there.promote(spec);
        assertEquals(Status.FAILED, result.status());
        assertTrue(
                result.detail().contains("no longer has") && result.detail().contains("-Dmultiarch.updateLock"),
                result.detail());
    }

    @Test
    void theSecondRunAsksTwiceAnImageAndOnceWithALock() {
        TinyImage.putIndex(source("java"), "17", 100, AMD64, ARM64);
        ImageSpec spec = there.image("java:17", "base/java:17", List.of("latest"));
        there.promote(spec);

        there.forgetRequests();
        assertEquals(Status.THERE, there.promote(spec).status());
        assertEquals(List.of(), there.sourceRequests());
        assertEquals(2, there.targetRequests().size(), there.targetRequests().toString());

        ImageSpec plain = there.image("java:17", "plain/java:17", List.of());
        there.promote(plain);
        there.forgetRequests();
        there.options = there.options.withUpdateLock(true);
        assertEquals(Status.THERE, there.promote(plain).status());
        assertEquals(1, there.sourceRequests().size(), there.sourceRequests().toString());
        assertEquals(1, there.targetRequests().size(), there.targetRequests().toString());
    }

    @Test
    void aTagOrPlatformAddedToTheConfigurationIsNotTakenForDone() {
        TinyImage.putIndex(source("java"), "17", 100, AMD64, ARM64);
        there.promote(there.image("java:17", "base/java:17", List.of()));
        assertEquals(
                List.of("17-lts"),
                there.promote(there.image("java:17", "base/java:17", List.of("17-lts")))
                        .tagsSet());
        there.options = there.options.withPlatformTags(PlatformTags.parse("{tag}_{arch}"));
        assertEquals(
                List.of("17_amd64", "17_arm64"),
                there.promote(there.image("java:17", "base/java:17", List.of("17-lts")))
                        .tagsSet());
    }

    @Test
    void aDryRunTellsAndWritesNothing() {
        TinyImage.putIndex(source("java"), "17", 1000, AMD64, ARM64);
        there.options = there.options.withDryRun(true);
        there.forgetRequests();
        ImageResult result = there.promote(there.image("java:17", "base/java:17", List.of()));
        assertEquals(Status.PLANNED, result.status());
        assertTrue(result.bytes() > 2000, "bytes: " + result.bytes());
        assertEquals(List.of("17-amd64", "17-arm64", "17"), result.tagsSet());
        assertEquals(List.of(), there.writes());

        ImageSpec toFolder = new ImageSpec(
                List.of(new ImageSpec.Source(there.from("java:17"), null)),
                Place.parse("oci:out:17", folder),
                List.of(),
                List.of());
        assertEquals(Status.PLANNED, there.promote(toFolder).status());
        assertTrue(Files.notExists(folder.resolve("out")));
    }

    @Test
    void aLayoutCarriesAnImageAcrossAnAirGap() {
        Manifest index = PromoteFixture.putIndexWithAttestations(source("java"), "17", AMD64, ARM64);
        Manifest signature = PromoteFixture.putReferrer(source("java"), index.descriptor(), "application/x-signature");
        ImageSpec out = new ImageSpec(
                List.of(new ImageSpec.Source(there.from("java:17"), null)),
                Place.parse("oci:out:17", folder),
                List.of(),
                List.of());
        assertEquals(Status.PROMOTED, there.promote(out).status());

        ImageSpec in = new ImageSpec(
                List.of(new ImageSpec.Source(Place.parse("oci:out:17", folder), null)),
                there.to("base/java:17"),
                List.of(),
                List.of());
        ImageResult result = there.promote(in);
        assertEquals(Status.PROMOTED, result.status(), result.detail());
        assertEquals(index.digest(), digest(target("base/java"), "17"));
        assertEquals(
                List.of(signature.digest()),
                target("base/java").referrers(index.digest()).stream()
                        .map(Descriptor::digest)
                        .toList());
    }

    @Test
    void referrersOfReferrersAndCosignsTagsGoAlong() {
        Manifest index = TinyImage.putIndex(source("java"), "17", 100, AMD64, ARM64);
        Manifest sbom = PromoteFixture.putReferrer(source("java"), index.descriptor(), "application/spdx");
        Manifest ofSbom = PromoteFixture.putReferrer(source("java"), sbom.descriptor(), "application/x-signature");
        Descriptor arm64 = index.children().get(1);
        Manifest ofChild = PromoteFixture.putReferrer(source("java"), arm64.bare(), "application/x-signature");
        String cosign = "sha256-" + index.digest().hex() + ".sig";
        Manifest signature = TinyImage.putImage(source("java"), cosign, AMD64, 10, config -> {});

        ImageResult result = there.promote(there.image("java:17", "base/java:17", List.of()));

        assertEquals(4, result.referrers(), result.toString());
        assertEquals(List.of(sbom.descriptor()), target("base/java").referrers(index.digest()));
        assertEquals(List.of(ofSbom.descriptor()), target("base/java").referrers(sbom.digest()));
        assertEquals(List.of(ofChild.descriptor()), target("base/java").referrers(arm64.digest()));
        assertEquals(signature.digest(), digest(target("base/java"), cosign));

        there.options = there.options.withReferrers(Referrers.NONE);
        there.promote(there.image("java:17", "bare/java:17", List.of()));
        assertEquals(List.of(), target("bare/java").referrers(index.digest()));
    }

    @Test
    void refreshBringsASignatureMadeLaterAndKeepsTheOrganisationsOwn() {
        Manifest index = TinyImage.putIndex(source("java"), "17", 100, AMD64);
        ImageSpec spec = there.image("java:17", "base/java:17", List.of());
        there.promote(spec);
        PromoteFixture.putReferrer(source("java"), index.descriptor(), "application/x-signature");
        String cosign = "sha256-" + index.digest().hex() + ".sig";
        TinyImage.putImage(source("java"), cosign, AMD64, 10, config -> {});
        Manifest own = TinyImage.putImage(target("base/java"), cosign, AMD64, 20, config -> {});

        there.promote(spec);
        assertEquals(0, target("base/java").referrers(index.digest()).size());
        there.options = there.options.withReferrers(Referrers.REFRESH);
        there.promote(spec);
        assertEquals(1, target("base/java").referrers(index.digest()).size());
        assertEquals(own.digest(), digest(target("base/java"), cosign));
    }

    @Test
    void oneFailureLeavesTheOthersAloneUnlessFailFast() {
        TinyImage.putIndex(source("good"), "1", 100, AMD64);
        List<ImageRequest> requests = new ArrayList<>();
        requests.add(new ImageRequest(there.image("absent:1", "absent:1", List.of()), null));
        for (int i = 0; i < 20; i++) {
            requests.add(new ImageRequest(there.image("good:1", "good" + i + ":1", List.of()), null));
        }
        Promotions.Outcome outcome = there.run(requests);
        assertEquals(20, outcome.count(Status.PROMOTED));
        assertEquals(1, outcome.count(Status.FAILED));
        assertTrue(outcome.results().get(0).detail().contains("there is no such image"));
        assertTrue(outcome.lock().image(there.to("good7:1")).isPresent());
        assertTrue(outcome.lock().image(there.to("absent:1")).isEmpty());

        there.lock = LockFile.empty();
        there.options = there.options.withFailFast(true);
        there.imagesAtOnce = 1;
        assertEquals(20, there.run(requests).count(Status.NOT_BEGUN));
    }

    @Test
    void tagsAreChosenOnceAndThenByTheLock() {
        for (String tag : List.of("1.25.0", "1.25.3", "1.26.1", "1.24.9", "latest", "1.26.1-alpine")) {
            TinyImage.putIndex(source("nginx"), tag, tag.length() * 7, AMD64);
        }
        ImageRequest request = new ImageRequest(
                there.image("nginx:latest", "nginx:latest", List.of()), TagSelection.parse("^1.25; newest 2"));
        Promotions.Outcome outcome = there.run(List.of(request));
        assertEquals(
                List.of("nginx:1.26.1", "nginx:1.25.3"),
                outcome.results().stream()
                        .map(r -> r.to().substring(r.to().indexOf('/') + 1))
                        .toList());

        TinyImage.putIndex(source("nginx"), "1.27.0", 100, AMD64);
        assertEquals(2, there.run(List.of(request)).count(Status.THERE));
        there.options = there.options.withUpdateLock(true);
        assertEquals(1, there.run(List.of(request)).count(Status.PROMOTED));
        assertNotEquals(null, digest(target("nginx"), "1.27.0"));
    }

    @Test
    void twoImagesForOneTagAreRefusedBeforeAnythingIsWritten() {
        TinyImage.putIndex(source("a"), "1", 100, AMD64);
        TinyImage.putIndex(source("b"), "1", 100, AMD64);
        there.forgetRequests();
        var requests = List.of(
                new ImageRequest(there.image("a:1", "same:1", List.of()), null),
                new ImageRequest(there.image("b:1", "same:2", List.of("1")), null));
        var refused = org.junit.jupiter.api.Assertions.assertThrows(
                io.github.multiarchmaven.image.InvalidInputException.class, () -> there.run(requests));
        assertTrue(refused.getMessage().contains("same:1 is also the target of"), refused.getMessage());
        assertEquals(List.of(), there.writes());
    }

    @Test
    void anExtraTagThatIsAPlatformsIsRefusedBeforeAnythingIsWritten() {
        TinyImage.putIndex(source("java"), "17", 100, AMD64, ARM64);
        there.forgetRequests();
        ImageResult result = there.promote(there.image("java:17", "base/java:17", List.of("17-arm64")));
        assertEquals(Status.FAILED, result.status());
        assertTrue(result.detail().contains("the extra tag 17-arm64 is also the tag of one platform's image"));
        assertEquals(List.of(), there.writes());
    }

    @Test
    void everyImageIsInExactlyOneShardWhateverTheList() {
        List<ImageRequest> requests = new ArrayList<>();
        TinyImage.putIndex(source("java"), "17", 10, AMD64);
        for (int i = 0; i < 40; i++) {
            requests.add(new ImageRequest(there.image("java:17", "java" + i + ":17", List.of()), null));
        }
        List<String> all = new ArrayList<>();
        for (int part = 1; part <= 3; part++) {
            there.options = PromoteOptions.defaults().withShard(new Shard(part, 3));
            List<String> promoted =
                    there.run(requests).results().stream().map(ImageResult::to).toList();
            assertTrue(promoted.size() > 3, "part " + part + " has " + promoted.size());
            List<String> fewer = there.run(requests.subList(10, 40)).results().stream()
                    .map(ImageResult::to)
                    .toList();
            assertTrue(promoted.containsAll(fewer));
            all.addAll(promoted);
        }
        assertEquals(40, all.size());
        assertEquals(40, all.stream().distinct().count());
    }

    @Test
    void twoRunsThatShareALockFileKeepEachOthersImages() {
        TinyImage.putIndex(source("java"), "17", 100, AMD64);
        Path file = folder.resolve("multiarch.lock");
        LockFile begun = LockFile.read(file);
        for (String name : List.of("one", "two")) {
            there.lock = begun;
            there.promote(there.image("java:17", name + ":17", List.of()));
            there.lock.update(file, begun);
        }
        LockFile both = LockFile.read(file);
        assertTrue(both.image(there.to("one:17")).isPresent());
        assertTrue(both.image(there.to("two:17")).isPresent());
    }

    @Test
    void theLockFileReadsBackAsWritten() throws Exception {
        TinyImage.putIndex(source("java"), "17", 100, AMD64, new Platform("windows", "amd64", "", "10.0.17763.1"));
        there.promote(there.image("java:17", "base/java:17", List.of("latest")));
        Path file = folder.resolve("sub/multiarch.lock");
        there.lock.write(file);
        byte[] first = Files.readAllBytes(file);
        LockFile read = LockFile.read(file);
        read.write(file);
        assertArrayEquals(first, Files.readAllBytes(file));
        assertEquals(there.lock.image(there.to("base/java:17")), read.image(there.to("base/java:17")));
        ObjectNode json = Json.parseObject(first, "the lock file");
        assertEquals(1, json.path("images").size(), new String(first, UTF_8));
    }
}
