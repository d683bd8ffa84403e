package io.github.multiarchmaven.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Digest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BlobsTest extends RegistryTestCase {
    private static final byte[] TEN = "0123456789".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBlobComesBackAsItWasPut(Kind kind) throws Exception {
        start(kind);
        byte[] content = new byte[3_000_001];
        new Random(1).nextBytes(content);
        Digest digest = pushBlob(REPO, content);

        HttpResponse<byte[]> got = send("GET", "/v2/" + REPO + "/blobs/" + digest);
        assertStatus(200, got);
        assertArrayEquals(content, got.body());
        assertEquals(digest.toString(), header(got, "Docker-Content-Digest"));
        HttpResponse<byte[]> head = send("HEAD", "/v2/" + REPO + "/blobs/" + digest);
        assertStatus(200, head);
        assertEquals("3000001", header(head, "Content-Length"));
        assertEquals("bytes", header(head, "Accept-Ranges"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anEmptyBlobIsABlob(Kind kind) throws Exception {
        start(kind);
        Digest digest = Digest.ofBytes(new byte[0]);
        String session = beginUpload(REPO);
        assertStatus(201, send("PUT", session + "?digest=" + digest));

        HttpResponse<byte[]> got = send("GET", "/v2/" + REPO + "/blobs/" + digest);
        assertStatus(200, got);
        assertEquals(0, got.body().length);
        assertEquals("0", header(got, "Content-Length"));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=2-4,   206, 234,        bytes 2-4/10",
        "bytes=7-,    206, 789,        bytes 7-9/10",
        "bytes=7-99,  206, 789,        bytes 7-9/10",
        "bytes=-3,    206, 789,        bytes 7-9/10",
        "bytes=-99,   206, 0123456789, bytes 0-9/10",
        "bytes=0-0,   206, 0,          bytes 0-0/10",
        "bytes=4-2,   200, 0123456789,",
        "lines=1-2,   200, 0123456789,",
        "'bytes=0-1,3-4', 200, 0123456789,",
    })
    void rangesAreServed(String range, int status, String body, String contentRange) throws Exception {
        for (Kind kind : Kind.values()) {
            start(kind);
            Digest digest = pushBlob(REPO, TEN);
            HttpResponse<byte[]> got = send("GET", "/v2/" + REPO + "/blobs/" + digest, "Range", range);
            assertStatus(status, got);
            assertEquals(body, new String(got.body(), UTF_8));
            assertEquals(contentRange, header(got, "Content-Range"));
            stop();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRangeBehindTheEndIsRefused(Kind kind) throws Exception {
        start(kind);
        Digest digest = pushBlob(REPO, TEN);
        for (String range : new String[] {"bytes=10-", "bytes=10-12", "bytes=-0"}) {
            HttpResponse<byte[]> got = send("GET", "/v2/" + REPO + "/blobs/" + digest, "Range", range);
            assertStatus(416, got);
            assertEquals("bytes */10", header(got, "Content-Range"));
        }
    }

    @Test
    void aRangeOfALargeBlobStartsInsideALaterPiece() throws Exception {
        start(Kind.MEMORY);
        byte[] content = new byte[1_000_000];
        new Random(2).nextBytes(content);
        Digest digest = pushBlob(REPO, content);
        HttpResponse<byte[]> got = send("GET", "/v2/" + REPO + "/blobs/" + digest, "Range", "bytes=300000-799999");
        assertStatus(206, got);
        assertArrayEquals(Arrays.copyOfRange(content, 300_000, 800_000), got.body());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBlobOfAnotherRepositoryIsNotVisible(Kind kind) throws Exception {
        start(kind);
        Digest digest = pushBlob("secret/base", TEN);
        assertError(404, "BLOB_UNKNOWN", send("GET", "/v2/" + REPO + "/blobs/" + digest));
        assertStatus(404, send("HEAD", "/v2/" + REPO + "/blobs/" + digest));
        assertError(404, "BLOB_UNKNOWN", send("GET", "/v2/secret/blobs/" + digest));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aMountMakesItVisibleWithoutBytes(Kind kind) throws Exception {
        start(kind);
        Digest digest = pushBlob("base/java", TEN);
        HttpResponse<byte[]> mounted =
                send("POST", "/v2/" + REPO + "/blobs/uploads/?mount=" + digest + "&from=base/java");
        assertStatus(201, mounted);
        assertEquals("/v2/" + REPO + "/blobs/" + digest, header(mounted, "Location"));
        assertArrayEquals(TEN, send("GET", header(mounted, "Location")).body());
        // Encoded as browsers and Go clients do it.
        assertStatus(
                201,
                send(
                        "POST",
                        "/v2/other/blobs/uploads/?from=base%2Fjava&mount="
                                + digest.toString().replace(":", "%3A")));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aMountThatCannotBeBecomesAnUpload(Kind kind) throws Exception {
        start(kind);
        Digest digest = Digest.ofBytes(TEN);
        for (String query : new String[] {"?mount=" + digest + "&from=base/java", "?mount=" + digest}) {
            HttpResponse<byte[]> answer = send("POST", "/v2/" + REPO + "/blobs/uploads/" + query);
            assertStatus(202, answer);
            assertStatus(201, send("PUT", header(answer, "Location") + "?digest=" + digest, TEN));
        }
        assertArrayEquals(TEN, send("GET", "/v2/" + REPO + "/blobs/" + digest).body());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void deletingABlobLeavesItInOtherRepositories(Kind kind) throws Exception {
        start(kind);
        Digest digest = pushBlob(REPO, TEN);
        pushBlob("other", TEN);

        assertStatus(202, send("DELETE", "/v2/" + REPO + "/blobs/" + digest));
        assertError(404, "BLOB_UNKNOWN", send("GET", "/v2/" + REPO + "/blobs/" + digest));
        assertError(404, "BLOB_UNKNOWN", send("DELETE", "/v2/" + REPO + "/blobs/" + digest));
        assertArrayEquals(TEN, send("GET", "/v2/other/blobs/" + digest).body());
    }

    @Test
    void deletingTheLastUseFreesTheDisk() throws Exception {
        start(Kind.DISK);
        Digest digest = pushBlob(REPO, TEN);
        pushBlob("other", TEN);
        assertEquals(1, storedContents());
        send("DELETE", "/v2/" + REPO + "/blobs/" + digest);
        assertEquals(1, storedContents());
        send("DELETE", "/v2/other/blobs/" + digest);
        assertEquals(0, storedContents());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void sha512IsAsGoodAsSha256(Kind kind) throws Exception {
        start(kind);
        Digest digest = Digest.of(
                Digest.Algorithm.SHA512,
                Digest.Algorithm.SHA512.newMessageDigest().digest(TEN));
        assertStatus(201, send("POST", "/v2/" + REPO + "/blobs/uploads/?digest=" + digest, TEN));
        assertArrayEquals(TEN, send("GET", "/v2/" + REPO + "/blobs/" + digest).body());

        // In chunks the algorithm is known only at the end.
        String session = beginUpload("chunked");
        assertStatus(202, send("PATCH", session, TEN));
        assertStatus(201, send("PUT", session + "?digest=" + digest));
        assertArrayEquals(TEN, send("GET", "/v2/chunked/blobs/" + digest).body());
    }

    private long storedContents() throws Exception {
        try (Stream<Path> files = Files.walk(temp.resolve("storage/blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void malformedDigestsAreRefused(Kind kind) throws Exception {
        start(kind);
        for (String digest :
                new String[] {"sha256:abc", "md5:d41d8cd98f00b204e9800998ecf8427e", "x", "sha256:..%2F.."}) {
            assertError(400, "DIGEST_INVALID", send("GET", "/v2/" + REPO + "/blobs/" + digest));
            assertError(400, "DIGEST_INVALID", send("POST", "/v2/" + REPO + "/blobs/uploads/?digest=" + digest, TEN));
            assertError(400, "DIGEST_INVALID", send("POST", "/v2/" + REPO + "/blobs/uploads/?from=a&mount=" + digest));
        }
        assertError(405, "UNSUPPORTED", send("PUT", "/v2/" + REPO + "/blobs/" + Digest.ofBytes(TEN), TEN));
        assertTrue(registry.requests().stream().noneMatch(r -> r.status() >= 500));
    }
}
