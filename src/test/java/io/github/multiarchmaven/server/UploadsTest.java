package io.github.multiarchmaven.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiarchmaven.image.Digest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadsTest extends RegistryTestCase {
    private static final byte[] FIRST = "first,".getBytes(UTF_8);
    private static final byte[] SECOND = "second".getBytes(UTF_8);
    private static final byte[] BOTH = "first,second".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void postThenPutIsTheUsualWay(Kind kind) throws Exception {
        start(kind);
        Digest digest = Digest.ofBytes(BOTH);
        HttpResponse<byte[]> put = send("PUT", beginUpload(REPO) + "?digest=" + digest, BOTH);
        assertStatus(201, put);
        assertEquals("/v2/" + REPO + "/blobs/" + digest, header(put, "Location"));
        assertEquals(digest.toString(), header(put, "Docker-Content-Digest"));
        assertArrayEquals(BOTH, send("GET", header(put, "Location")).body());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void chunksInOrderMakeABlob(Kind kind) throws Exception {
        start(kind);
        String session = beginUpload(REPO);
        HttpResponse<byte[]> patched = send("PATCH", session, FIRST, "Content-Range", "0-5");
        assertStatus(202, patched);
        assertEquals("0-5", header(patched, "Range"));

        HttpResponse<byte[]> state = send("GET", header(patched, "Location"));
        assertStatus(204, state);
        assertEquals("0-5", header(state, "Range"));

        patched = send("PATCH", header(state, "Location"), SECOND, "Content-Range", "6-11");
        assertStatus(202, patched);
        assertEquals("0-11", header(patched, "Range"));
        Digest digest = Digest.ofBytes(BOTH);
        assertStatus(201, send("PUT", header(patched, "Location") + "?digest=" + digest));
        assertArrayEquals(BOTH, send("GET", "/v2/" + REPO + "/blobs/" + digest).body());
        assertError(404, "BLOB_UPLOAD_UNKNOWN", send("GET", session));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theLastChunkMayComeWithThePut(Kind kind) throws Exception {
        start(kind);
        String session = beginUpload(REPO);
        assertStatus(202, send("PATCH", session, FIRST, "Content-Range", "0-5"));
        Digest digest = Digest.ofBytes(BOTH);
        assertError(
                416, "BLOB_UPLOAD_INVALID", send("PUT", session + "?digest=" + digest, SECOND, "Content-Range", "3-8"));
        assertStatus(201, send("PUT", session + "?digest=" + digest, SECOND, "Content-Range", "6-11"));
        assertArrayEquals(BOTH, send("GET", "/v2/" + REPO + "/blobs/" + digest).body());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aChunkOutOfOrderIsRefusedAndChangesNothing(Kind kind) throws Exception {
        start(kind);
        String session = beginUpload(REPO);
        assertError(416, "BLOB_UPLOAD_INVALID", send("PATCH", session, SECOND, "Content-Range", "6-11"));
        assertStatus(202, send("PATCH", session, FIRST, "Content-Range", "0-5"));
        HttpResponse<byte[]> again = send("PATCH", session, FIRST, "Content-Range", "0-5");
        assertError(416, "BLOB_UPLOAD_INVALID", again);
        assertEquals("0-5", header(again, "Range"));
        assertError(400, "SIZE_INVALID", send("PATCH", session, SECOND, "Content-Range", "6-7"));
        assertError(400, "BLOB_UPLOAD_INVALID", send("PATCH", session, SECOND, "Content-Range", "all"));
        assertStatus(202, send("PATCH", session, SECOND, "Content-Range", "6-11"));
        assertStatus(201, send("PUT", session + "?digest=" + Digest.ofBytes(BOTH)));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneStreamOfUnknownLengthIsAccepted(Kind kind) throws Exception {
        start(kind);
        byte[] content = new byte[700_001];
        new Random(3).nextBytes(content);
        String session = beginUpload(REPO);
        HttpResponse<byte[]> patched =
                send("PATCH", session, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));
        assertStatus(202, patched);
        assertEquals("0-700000", header(patched, "Range"));
        Digest digest = Digest.ofBytes(content);
        assertStatus(201, send("PUT", session + "?digest=" + digest));
        assertArrayEquals(
                content, send("GET", "/v2/" + REPO + "/blobs/" + digest).body());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void wrongBytesLeaveNothingBehind(Kind kind) throws Exception {
        start(kind);
        Digest digest = Digest.ofBytes(FIRST);
        String session = beginUpload(REPO);
        assertError(400, "DIGEST_INVALID", send("PUT", session + "?digest=" + digest, SECOND));
        assertError(400, "DIGEST_INVALID", send("POST", "/v2/" + REPO + "/blobs/uploads/?digest=" + digest, SECOND));
        assertStatus(404, send("HEAD", "/v2/" + REPO + "/blobs/" + digest));
        assertStatus(404, send("HEAD", "/v2/" + REPO + "/blobs/" + Digest.ofBytes(SECOND)));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", send("PUT", session + "?digest=" + digest, FIRST));
        if (kind == Kind.DISK) {
            assertEquals(0, filesIn("uploads"));
            assertEquals(0, filesIn("blobs"));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPutWithoutDigestIsRefusedAndCanBeRepeated(Kind kind) throws Exception {
        start(kind);
        String session = beginUpload(REPO);
        assertError(400, "DIGEST_INVALID", send("PUT", session, FIRST));
        assertStatus(201, send("PUT", session + "?digest=" + Digest.ofBytes(FIRST), FIRST));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCancelledUploadIsGone(Kind kind) throws Exception {
        start(kind);
        String session = beginUpload(REPO);
        assertStatus(202, send("PATCH", session, FIRST));
        assertStatus(204, send("DELETE", session));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", send("PATCH", session, SECOND));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", send("DELETE", session));
        if (kind == Kind.DISK) {
            assertEquals(0, filesIn("uploads"));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSessionBelongsToItsRepository(Kind kind) throws Exception {
        start(kind);
        String session = beginUpload(REPO).replace(REPO, "other");
        assertError(404, "BLOB_UPLOAD_UNKNOWN", send("PATCH", session, FIRST));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", send("GET", "/v2/" + REPO + "/blobs/uploads/..%2F..%2Fx"));
        assertError(405, "UNSUPPORTED", send("GET", "/v2/" + REPO + "/blobs/uploads/"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void manyUploadsOfOneBlobAtOnceAllSucceed(Kind kind) throws Exception {
        start(kind);
        byte[] content = new byte[400_000];
        new Random(4).nextBytes(content);
        Digest digest = Digest.ofBytes(content);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<HttpResponse<byte[]>>> answers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String repository = "team/app" + i % 3;
                answers.add(pool.submit(() -> send("PUT", beginUpload(repository) + "?digest=" + digest, content)));
            }
            for (Future<HttpResponse<byte[]>> answer : answers) {
                assertStatus(201, answer.get());
            }
        } finally {
            pool.shutdownNow();
        }
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(
                    content,
                    send("GET", "/v2/team/app" + i + "/blobs/" + digest).body());
        }
        if (kind == Kind.DISK) {
            assertEquals(1, filesIn("blobs"));
            assertEquals(0, filesIn("uploads"));
        }
    }

    @Test
    void expectContinueIsHonoured() throws Exception {
        start(Kind.DISK);
        Digest digest = Digest.ofBytes(BOTH);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + registry.host() + beginUpload(REPO) + "?digest=" + digest))
                .expectContinue(true)
                .PUT(BodyPublishers.ofByteArray(BOTH))
                .build();
        assertEquals(
                201,
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
    }

    private long filesIn(String folder) throws Exception {
        try (Stream<Path> files = Files.walk(temp.resolve("storage").resolve(folder))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
