package io.github.multiarchmaven.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManifestsTest extends RegistryTestCase {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aManifestComesBackByTagAndByDigestAsItWasPut(Kind kind) throws Exception {
        start(kind);
        // White space at the end: whoever parses and writes again loses it and so the digest.
        byte[] manifest = (Json.pretty(imageJson("layer")) + "\n\n").getBytes(UTF_8);
        pushBlob(REPO, config("layer"));
        pushBlob(REPO, "layer".getBytes(UTF_8));
        Digest digest = Digest.ofBytes(manifest);
        String type = MediaTypes.OCI_MANIFEST + "; charset=utf-8";
        HttpResponse<byte[]> put = putManifest(REPO, "1.0-RC", manifest, type);
        assertStatus(201, put);
        assertEquals(digest.toString(), header(put, "Docker-Content-Digest"));
        assertEquals("/v2/" + REPO + "/manifests/" + digest, header(put, "Location"));

        for (String reference :
                List.of("1.0-RC", digest.toString(), digest.toString().replace(":", "%3A"))) {
            HttpResponse<byte[]> got = send("GET", "/v2/" + REPO + "/manifests/" + reference);
            assertStatus(200, got);
            assertArrayEquals(manifest, got.body());
            assertEquals(type, header(got, "Content-Type"));
            HttpResponse<byte[]> head = send("HEAD", "/v2/" + REPO + "/manifests/" + reference);
            assertStatus(200, head);
            assertEquals(digest.toString(), header(head, "Docker-Content-Digest"));
            assertEquals(String.valueOf(manifest.length), header(head, "Content-Length"));
            assertEquals(type, header(head, "Content-Type"));
        }
        assertError(404, "MANIFEST_UNKNOWN", send("GET", "/v2/" + REPO + "/manifests/1.0-rc"));
        assertError(404, "MANIFEST_UNKNOWN", send("GET", "/v2/other/manifests/" + digest));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aTagMoves(Kind kind) throws Exception {
        start(kind);
        byte[] old = pushImage(REPO, "latest", "old");
        byte[] young = pushImage(REPO, "latest", "young");
        assertArrayEquals(
                young, send("GET", "/v2/" + REPO + "/manifests/latest").body());
        assertArrayEquals(
                old,
                send("GET", "/v2/" + REPO + "/manifests/" + Digest.ofBytes(old)).body());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aManifestPutBySha512IsServedByIt(Kind kind) throws Exception {
        start(kind);
        byte[] manifest = pushImage(REPO, "v1", "layer");
        Digest digest = Digest.of(
                Digest.Algorithm.SHA512,
                Digest.Algorithm.SHA512.newMessageDigest().digest(manifest));
        assertStatus(201, putManifest(REPO, digest.toString(), manifest, MediaTypes.OCI_MANIFEST));
        assertArrayEquals(
                manifest, send("GET", "/v2/" + REPO + "/manifests/" + digest).body());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void badManifestsAreRefusedAndLeaveTheTagAlone(Kind kind) throws Exception {
        start(kind);
        byte[] good = pushImage(REPO, "v1", "layer");
        String other = Digest.ofBytes("other".getBytes(UTF_8)).toString();
        assertError(400, "DIGEST_INVALID", putManifest(REPO, other, good, MediaTypes.OCI_MANIFEST));
        assertError(400, "DIGEST_INVALID", putManifest(REPO, "sha256:12", good, MediaTypes.OCI_MANIFEST));
        assertError(400, "TAG_INVALID", putManifest(REPO, "-v1", good, MediaTypes.OCI_MANIFEST));
        assertError(400, "TAG_INVALID", putManifest(REPO, "..", good, MediaTypes.OCI_MANIFEST));
        assertError(400, "MANIFEST_INVALID", putManifest(REPO, "v1", "{".getBytes(UTF_8), MediaTypes.OCI_MANIFEST));
        assertError(400, "MANIFEST_INVALID", putManifest(REPO, "v1", good, MediaTypes.OCI_INDEX));
        assertError(400, "MANIFEST_INVALID", putManifest(REPO, "v1", good, "text/plain"));
        assertError(400, "MANIFEST_INVALID", putManifest(REPO, "v1", good, MediaTypes.DOCKER_SCHEMA1_SIGNED));
        assertError(
                400, "MANIFEST_BLOB_UNKNOWN", putManifest(REPO, "v1", image("not pushed"), MediaTypes.OCI_MANIFEST));
        assertError(
                400,
                "MANIFEST_BLOB_UNKNOWN",
                putManifest(REPO, "v1", index(good, image("not pushed")), MediaTypes.OCI_INDEX));
        assertArrayEquals(good, send("GET", "/v2/" + REPO + "/manifests/v1").body());
        assertError(405, "UNSUPPORTED", send("POST", "/v2/" + REPO + "/manifests/v1", good));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void fourMebibytesIsTheLimit(Kind kind) throws Exception {
        start(kind);
        byte[] small = pushImage(REPO, "small", "layer");
        byte[] largest = new byte[Manifest.MAX_BYTES];
        Arrays.fill(largest, (byte) ' ');
        System.arraycopy(small, 0, largest, 0, small.length);
        assertStatus(201, putManifest(REPO, "v1", largest, MediaTypes.OCI_MANIFEST));
        byte[] tooLarge = Arrays.copyOf(largest, largest.length + 1);
        tooLarge[largest.length] = ' ';
        assertError(413, "SIZE_INVALID", putManifest(REPO, "v1", tooLarge, MediaTypes.OCI_MANIFEST));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anIndexIsAcceptedWhenItsChildrenAreThere(Kind kind) throws Exception {
        start(kind);
        byte[] amd64 = pushImage(REPO, "v1-amd64", "amd64");
        byte[] arm64 = pushImage(REPO, "v1-arm64", "arm64");
        byte[] index = index(amd64, arm64);
        assertStatus(201, putManifest(REPO, "v1", index, MediaTypes.OCI_INDEX));
        assertArrayEquals(index, send("GET", "/v2/" + REPO + "/manifests/v1").body());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void foreignLayersNeedNotBeThere(Kind kind) throws Exception {
        start(kind);
        ObjectNode json = imageJson("layer");
        pushBlob(REPO, config("layer"));
        byte[] absent = "absent".getBytes(UTF_8);
        json.putArray("layers")
                .add(Descriptor.ofBytes("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", absent)
                        .json());
        assertStatus(201, putManifest(REPO, "v1", Json.bytes(json), MediaTypes.OCI_MANIFEST));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void deletingATagKeepsTheManifest(Kind kind) throws Exception {
        start(kind);
        byte[] manifest = pushImage(REPO, "v1", "layer");
        assertStatus(202, send("DELETE", "/v2/" + REPO + "/manifests/v1"));
        assertError(404, "MANIFEST_UNKNOWN", send("DELETE", "/v2/" + REPO + "/manifests/v1"));
        assertStatus(404, send("HEAD", "/v2/" + REPO + "/manifests/v1"));
        assertStatus(200, send("HEAD", "/v2/" + REPO + "/manifests/" + Digest.ofBytes(manifest)));
        assertEquals(List.of(), texts(send("GET", "/v2/" + REPO + "/tags/list"), "tags"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void deletingAManifestTakesItsTagsAlong(Kind kind) throws Exception {
        start(kind);
        byte[] manifest = pushImage(REPO, "v1", "layer");
        pushImage(REPO, "latest", "layer");
        pushImage(REPO, "v2", "other");
        String path = "/v2/" + REPO + "/manifests/" + Digest.ofBytes(manifest);
        assertStatus(202, send("DELETE", path));
        assertError(404, "MANIFEST_UNKNOWN", send("DELETE", path));
        assertError(404, "MANIFEST_UNKNOWN", send("GET", path));
        assertEquals(List.of("v2"), texts(send("GET", "/v2/" + REPO + "/tags/list"), "tags"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void referrersAreListedFilteredAndForgotten(Kind kind) throws Exception {
        start(kind);
        byte[] subject = pushImage(REPO, "v1", "layer");
        String path = "/v2/" + REPO + "/referrers/" + Digest.ofBytes(subject);
        HttpResponse<byte[]> none = send("GET", path);
        assertStatus(200, none);
        assertEquals(MediaTypes.OCI_INDEX, header(none, "Content-Type"));
        assertEquals(List.of(), digests(none));

        ObjectNode typed = referrer(subject);
        typed.put("artifactType", "application/vnd.example.sbom+json");
        typed.putObject("annotations").put("org.example.by", "test");
        Digest sbom = pushReferrer(typed, subject);
        // Without artifactType the config's media type stands for it.
        Digest signature = pushReferrer(referrer(subject), subject);
        // Again: it must not be listed twice.
        pushReferrer(typed, subject);

        HttpResponse<byte[]> all = send("GET", path);
        assertEquals(List.of(signature.toString(), sbom.toString()), digests(all));
        assertEquals(null, header(all, "OCI-Filters-Applied"));
        JsonNode index = Json.parseObject(all.body(), "referrers");
        assertEquals(2, index.path("schemaVersion").asInt());
        assertEquals(MediaTypes.OCI_INDEX, index.path("mediaType").asText());
        assertEquals(
                MediaTypes.OCI_CONFIG,
                index.path("manifests").path(0).path("artifactType").asText());
        JsonNode last = index.path("manifests").path(1);
        assertEquals(
                "application/vnd.example.sbom+json", last.path("artifactType").asText());
        assertEquals("test", last.path("annotations").path("org.example.by").asText());
        assertEquals(Json.bytes(typed).length, last.path("size").asInt());
        assertEquals(MediaTypes.OCI_MANIFEST, last.path("mediaType").asText());

        for (String filter : List.of("application/vnd.example.sbom+json", "application%2Fvnd.example.sbom%2Bjson")) {
            HttpResponse<byte[]> filtered = send("GET", path + "?artifactType=" + filter);
            assertEquals(List.of(sbom.toString()), digests(filtered));
            assertEquals("artifactType", header(filtered, "OCI-Filters-Applied"));
        }
        assertEquals(List.of(), digests(send("GET", path + "?artifactType=x/y")));

        assertStatus(202, send("DELETE", "/v2/" + REPO + "/manifests/" + sbom));
        assertEquals(List.of(signature.toString()), digests(send("GET", path)));
        assertError(400, "DIGEST_INVALID", send("GET", "/v2/" + REPO + "/referrers/v1"));
        assertEquals(List.of(), digests(send("GET", path.replace(REPO, "unknown"))));
    }

    private Digest pushReferrer(ObjectNode manifest, byte[] subject) throws Exception {
        byte[] bytes = Json.bytes(manifest);
        Digest digest = Digest.ofBytes(bytes);
        HttpResponse<byte[]> put = putManifest(REPO, digest.toString(), bytes, MediaTypes.OCI_MANIFEST);
        assertStatus(201, put);
        assertEquals(Digest.ofBytes(subject).toString(), header(put, "OCI-Subject"));
        return digest;
    }

    private static ObjectNode referrer(byte[] subject) {
        ObjectNode json = imageJson("layer");
        json.set("subject", Descriptor.ofBytes(MediaTypes.OCI_MANIFEST, subject).json());
        return json;
    }

    private static List<String> digests(HttpResponse<byte[]> answer) {
        assertStatus(200, answer);
        return Json.parseObject(answer.body(), "referrers").path("manifests").findValuesAsText("digest");
    }
}
