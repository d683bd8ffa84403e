package io.github.multiarchmaven.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseImagesTest {
    private static final String FROM = "hub.example.com/base:17";
    private static final Platform AMD64 = Platform.linuxAmd64();
    private static final Platform ARM64 = Platform.linuxArm64();

    @TempDir
    Path folder;

    private final MemoryRepository registry = new MemoryRepository();

    private BaseImages images(boolean offline) {
        return new BaseImages(reference -> registry, folder.resolve("cache"), folder, offline);
    }

    private InvalidInputException refused(String from, Platform platform) {
        return assertThrows(InvalidInputException.class, () -> images(false).resolve(from, platform));
    }

    private void putIndex(String tag, ObjectNode... entries) {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        json.putArray("manifests").addAll(List.of(entries));
        registry.putManifest(Manifest.compose(json, MediaTypes.OCI_INDEX), tag);
    }

    @Test
    void manifestAndConfigOfThePlatformAreRead() {
        Manifest index = SampleBase.storeIndex(registry, "17");

        BaseImage base = images(false).resolve(FROM, ARM64);

        SampleBase expected = SampleBase.of(ARM64);
        assertArrayEquals(expected.manifest().bytes(), base.manifest().bytes());
        assertArrayEquals(expected.config(), Json.bytes(base.config()));
        assertEquals(FROM, base.name());
        assertEquals(
                List.of(
                        "HEAD 17",
                        "GET " + index.digest(),
                        "GET " + expected.manifest().digest(),
                        "BLOB " + expected.manifest().config().digest()),
                registry.requests);
    }

    @Test
    void aTagIsResolvedOnceForAllPlatforms() {
        SampleBase.storeIndex(registry, "17");
        BaseImages images = images(false);

        images.resolve(FROM, AMD64);
        images.resolve(FROM, ARM64);

        assertEquals(
                1, registry.requests.stream().filter(r -> r.equals("HEAD 17")).count());
        assertEquals(6, registry.requests.size());
    }

    @Test
    void whatTheCacheHasIsNotAskedForAgain() {
        SampleBase.storeIndex(registry, "17");
        images(false).resolve(FROM, ARM64);
        registry.requests.clear();

        images(false).resolve(FROM, ARM64);

        assertEquals(List.of("HEAD 17"), registry.requests);
    }

    @Test
    void aPinnedDigestInTheCacheCostsNoRequest() {
        Manifest index = SampleBase.storeIndex(registry, "17");
        String pinned = FROM + "@" + index.digest();
        images(false).resolve(pinned, ARM64);
        registry.requests.clear();

        BaseImage base = images(false).resolve(pinned, ARM64);

        assertEquals(List.of(), registry.requests);
        assertEquals(FROM, base.name());
    }

    @Test
    void offlineTheCacheServes() {
        SampleBase.storeIndex(registry, "17");
        images(false).resolve(FROM, ARM64);
        registry.requests.clear();

        BaseImage base = images(true).resolve(FROM, ARM64);

        assertArrayEquals(SampleBase.of(ARM64).config(), Json.bytes(base.config()));
        assertEquals(List.of(), registry.requests);
    }

    @Test
    void offlineAndNotInTheCacheFails() {
        SampleBase.storeIndex(registry, "17");
        images(false).resolve(FROM, ARM64);
        registry.requests.clear();

        for (String from : List.of(FROM, "hub.example.com/base:21")) {
            NotFoundException e =
                    assertThrows(NotFoundException.class, () -> images(true).resolve(from, AMD64));
            assertTrue(e.getMessage().contains("offline"), e.getMessage());
            assertTrue(e.getMessage().contains(from), e.getMessage());
        }
        assertEquals(List.of(), registry.requests);
    }

    @Test
    void aMovedTagIsNoticed() {
        SampleBase.storeIndex(registry, "17");
        images(false).resolve(FROM, ARM64);
        SampleBase newer = SampleBase.of(
                ARM64, MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_GZIP, config -> config.put("author", "new"));
        putIndex("17", newer.store(registry).json());

        assertEquals(
                newer.manifest().digest(),
                images(false).resolve(FROM, ARM64).manifest().digest());
        assertEquals(
                newer.manifest().digest(),
                images(true).resolve(FROM, ARM64).manifest().digest());
    }

    @Test
    void aMissingTagIsNamed() {
        NotFoundException e =
                assertThrows(NotFoundException.class, () -> images(false).resolve("hub.example.com/base:gone", ARM64));

        assertTrue(e.getMessage().contains("hub.example.com/base:gone"), e.getMessage());
        assertTrue(e.getMessage().contains("<from>"), e.getMessage());
    }

    @Test
    void aMissingPlatformIsToldWithThoseThatAreThere() {
        SampleBase.storeIndex(registry, "17");

        String message = refused(FROM, Platform.parse("linux/s390x")).getMessage();

        for (String part : List.of("linux/s390x", FROM, "linux/amd64, linux/arm64", "<from>", "<platforms>")) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void aSingleImageServesItsPlatformOnly() {
        SampleBase single = SampleBase.of(AMD64);
        single.store(registry);
        registry.putManifest(single.manifest(), "17");

        assertEquals(
                single.manifest().digest(),
                images(false).resolve(FROM, AMD64).manifest().digest());
        assertTrue(refused(FROM, ARM64).getMessage().contains("linux/amd64"));
    }

    @Test
    void anEntryWhoseConfigNamesAnotherArchitectureIsRefused() {
        SampleBase lying = SampleBase.of(AMD64);
        putIndex("17", lying.store(registry).withPlatform(ARM64).json());

        String message = refused(FROM, ARM64).getMessage();

        assertTrue(message.contains("linux/arm64") && message.contains("linux/amd64"), message);
    }

    @Test
    void artifactsInAnIndexDoNotCount() {
        SampleBase image = SampleBase.of(ARM64);
        SampleBase artifact = SampleBase.of(
                ARM64, MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_GZIP, config -> config.put("author", "sbom"));
        putIndex(
                "17",
                artifact.store(registry).json().put("artifactType", "application/spdx+json"),
                image.store(registry).json().put("artifactType", MediaTypes.OCI_CONFIG));

        assertEquals(
                image.manifest().digest(),
                images(false).resolve(FROM, ARM64).manifest().digest());
    }

    @Test
    void attestationsDoNotCount() {
        SampleBase image = SampleBase.of(AMD64);
        putIndex(
                "17",
                image.store(registry).json(),
                SampleBase.of(ARM64)
                        .store(registry)
                        .withPlatform(new Platform("unknown", "unknown", "", ""))
                        .json());

        String message = refused(FROM, ARM64).getMessage();

        assertTrue(message.contains("only linux/amd64."), message);
    }

    @Test
    void anIndexInAnIndexIsFollowed() {
        SampleBase image = SampleBase.of(ARM64);
        putIndex("inner", image.store(registry).json());
        Descriptor inner = registry.manifest("inner").descriptor();
        putIndex("17", inner.json());

        assertEquals(
                image.manifest().digest(),
                images(false).resolve(FROM, ARM64).manifest().digest());
    }

    @Test
    void aLocalLayoutIsABase() {
        ImageLayout layout = ImageLayout.openOrCreate(folder.resolve("base"));
        SampleBase.storeIndex(layout, "17");

        BaseImage base = images(false).resolve("oci:base:17", ARM64);

        assertEquals(SampleBase.of(ARM64).manifest().digest(), base.manifest().digest());
        assertNull(base.name());
        assertTrue(base.layout().hasBlob(base.manifest().layers().get(0)));
        assertEquals(List.of(), registry.requests);
    }

    @Test
    void scratchNeedsNothing() {
        BaseImage base = images(true).resolve("scratch", ARM64);

        assertNull(base.manifest());
        assertEquals(ARM64, Platform.fromJson(base.config()));
    }

    @Test
    void anArtifactIsNoBase() {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        byte[] config = "{}".getBytes();
        Descriptor empty = Descriptor.ofBytes(MediaTypes.OCI_EMPTY, config);
        json.set("config", empty.json());
        json.putArray("layers");
        registry.putBlob(empty, null, () -> new java.io.ByteArrayInputStream(config));
        Manifest manifest = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        registry.putManifest(manifest, null);
        registry.putManifest(manifest, "17");

        assertTrue(refused(FROM, ARM64).getMessage().contains("artifact"));
    }

    @Test
    void malformedReferencesAreRefused() {
        assertTrue(refused("hub.example.com/Base", ARM64).getMessage().contains("hub.example.com/Base"));
        assertTrue(refused(" ", ARM64).getMessage().contains("<from>"));
    }
}
