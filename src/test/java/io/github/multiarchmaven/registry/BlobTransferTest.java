package io.github.multiarchmaven.registry;

import static io.github.multiarchmaven.registry.Fixtures.blob;
import static io.github.multiarchmaven.registry.Fixtures.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.Credential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads and uploads of blobs, with a login, so that it shows where the login goes and where it does not. */
class BlobTransferTest {
    private static final String BLOBS = "/v2/team/app/blobs/";
    private static final String START = "POST " + BLOBS + "uploads/";

    private final ScriptedRegistry registry = new ScriptedRegistry();
    private final RegistryClient client = Fixtures.client(Fixtures.login(registry, Credential.basic("joe", "secret")));
    private final RegistryRepository app = client.repository(registry.reference("team/app"));

    private final byte[] content = bytes("the bytes of a layer");
    private final Descriptor layer = blob(content);
    private final String get = "GET " + BLOBS + layer.digest();

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    /** So that the client knows how to log in, and does so from then on. */
    private void makeTheClientLogIn() {
        registry.on(
                "GET /v2/team/app/tags/list?n=1000",
                Reply.status(401).with("WWW-Authenticate", "Basic realm=\"hub\""),
                Reply.status(200).body("{}"));
        app.tags();
    }

    private BlobOutcome put(Reference origin) {
        return app.putBlob(layer, origin, () -> new ByteArrayInputStream(content));
    }

    private ScriptedRegistry lacking() {
        return registry.on("HEAD " + BLOBS + layer.digest(), Reply.status(404));
    }

    private static String withDigest(String location, Descriptor blob) {
        return location
                + (location.contains("?") ? "&" : "?")
                + "digest="
                + blob.digest().toString().replace(":", "%3A");
    }

    private byte[] read(Descriptor blob) throws IOException {
        try (InputStream in = app.openBlob(blob)) {
            return in.readAllBytes();
        }
    }

    @Test
    void aGzippedBlobComesAsItIsStored() throws IOException {
        var gzipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(gzipped)) {
            gzip.write(content);
        }
        Descriptor stored = blob(gzipped.toByteArray());
        registry.on(
                "GET " + BLOBS + stored.digest(),
                Reply.status(200).with("Content-Encoding", "gzip").body(gzipped.toByteArray()));
        assertArrayEquals(gzipped.toByteArray(), read(stored));
        assertNull(registry.request("GET " + BLOBS + stored.digest()).header("Accept-Encoding"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"the bytes of a lay", "the bytes of a layer and more", "The bytes of a layer", ""})
    void otherBytesThanDescribedAreNoticed(String sent) {
        registry.on(get, Reply.status(200).body(sent));
        assertThrows(CorruptContentException.class, () -> read(layer));
    }

    @Test
    void aBlobThatBreaksOffIsNoticed() {
        registry.on(get, Reply.status(200).stream(content.length, out -> out.write(content, 0, 5)));
        var e = assertThrows(RegistryException.class, () -> read(layer));
        assertTrue(e.getMessage().contains(" failed 6 times: the connection to "), e.getMessage());
    }

    @Test
    void aMissingBlobIsNotFound() {
        registry.on(get, Fixtures.error(404, "BLOB_UNKNOWN", "blob unknown"));
        assertThrows(NotFoundException.class, () -> app.openBlob(layer));
    }

    @Test
    void closingAHugeBlobUnreadCutsTheConnection() throws Exception {
        long huge = 4L << 30;
        AtomicLong written = new AtomicLong();
        CountDownLatch reset = new CountDownLatch(1);
        registry.on(get, Reply.status(200).stream(huge, out -> {
            byte[] chunk = new byte[64 * 1024];
            try {
                while (written.addAndGet(chunk.length) <= huge) {
                    out.write(chunk);
                }
            } catch (IOException e) {
                reset.countDown();
                throw e;
            }
        }));
        InputStream in = app.openBlob(Descriptor.of(layer.mediaType(), layer.digest(), huge));
        in.readNBytes(10);
        in.close();
        assertTrue(reset.await(10, TimeUnit.SECONDS), "the server can still write");
        assertTrue(written.get() < huge / 8, written + " bytes were written");
    }

    @Test
    void aBlobOfAnotherSizeUnderTheDigestIsNoticed() {
        registry.on("HEAD " + BLOBS + layer.digest(), Reply.status(200).with("Content-Length", "3"));
        assertThrows(CorruptContentException.class, () -> app.hasBlob(layer));
    }

    @Test
    void aBlobThatIsThereIsNotSent() {
        registry.on(
                "HEAD " + BLOBS + layer.digest(),
                Reply.status(200).with("Content-Length", Integer.toString(content.length)));
        assertEquals(BlobOutcome.PRESENT, app.putBlob(layer, null, () -> {
            throw new AssertionError("opened");
        }));
        assertEquals(List.of("HEAD " + BLOBS + layer.digest()), registry.lines());
    }

    @ParameterizedTest
    @CsvSource({
        "false, /v2/team/app/blobs/uploads/1",
        "true, /v2/team/app/blobs/uploads/1",
        "false, /v2/team/app/blobs/uploads/1?_state=x%2Fy%3D",
        "true, /elsewhere?a=1&b=2",
    })
    void theUploadGoesWhereTheRegistrySays(boolean absolute, String path) {
        lacking()
                .on(START, Reply.status(202).with("Location", absolute ? registry.url(path) : path))
                .on("PUT " + withDigest(path, layer), Reply.status(201));
        assertEquals(BlobOutcome.SENT, put(null));
        var sent = registry.request("PUT " + withDigest(path, layer));
        assertArrayEquals(content, sent.body());
        assertEquals("application/octet-stream", sent.header("Content-Type"));
        assertEquals("0", registry.request(START).header("Content-Length"));
    }

    @Test
    void aLocationWithoutSlashIsRelativeToTheRequest() {
        String path = BLOBS + "uploads/next";
        lacking()
                .on(START, Reply.status(202).with("Location", "next"))
                .on("PUT " + withDigest(path, layer), Reply.status(201));
        assertEquals(BlobOutcome.SENT, put(null));
    }

    @Test
    void anUploadAtAnotherServerIsSentWithoutTheLogin() {
        makeTheClientLogIn();
        try (ScriptedRegistry store = new ScriptedRegistry()) {
            lacking().on(START, Reply.status(202).with("Location", store.url("/bucket/1?sig=abc")));
            store.on("PUT " + withDigest("/bucket/1?sig=abc", layer), Reply.status(201));
            assertEquals(BlobOutcome.SENT, put(null));
            assertTrue(registry.request(START).header("Authorization").startsWith("Basic "));
            assertNull(store.requests().get(0).header("Authorization"));
        }
    }

    @Test
    void anotherServersChallengeDoesNotGetTheLogin() {
        makeTheClientLogIn();
        try (ScriptedRegistry store = new ScriptedRegistry()) {
            lacking().on(START, Reply.status(202).with("Location", store.url("/1")));
            String line = "PUT " + withDigest("/1", layer);
            store.on(line, Reply.status(401).with("WWW-Authenticate", "Basic realm=\"hub\""));
            assertThrows(RegistryException.class, () -> put(null));
            assertNull(store.request(line).header("Authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[bad", "file:///etc/passwd", "mailto:joe", "ftp://127.0.0.1:1/x", "http://"})
    void aLocationThatIsNoAddressIsRefused(String location) {
        lacking().on(START, Reply.status(202).with("Location", location));
        assertThrows(ImageException.class, () -> put(null));
    }

    @Test
    void anUploadWithoutLocationIsRefused() {
        lacking().on(START, Reply.status(202));
        assertThrows(CorruptContentException.class, () -> put(null));
    }

    private String mount() {
        return START + "?mount=" + layer.digest() + "&from=team/base";
    }

    @Test
    void aMountedBlobIsNotSent() {
        lacking().on(mount(), Reply.status(201).with("Location", BLOBS + layer.digest()));
        assertEquals(BlobOutcome.MOUNTED, put(registry.reference("team/base")));
        assertEquals(List.of("HEAD " + BLOBS + layer.digest(), mount()), registry.lines());
    }

    @Test
    void aMountThatBecomesAnUploadIsUsedAsThat() {
        String session = BLOBS + "uploads/1";
        lacking()
                .on(mount(), Reply.status(202).with("Location", session))
                .on("PUT " + withDigest(session, layer), Reply.status(201));
        assertEquals(BlobOutcome.SENT, put(registry.reference("team/base")));
        assertEquals(
                List.of("HEAD " + BLOBS + layer.digest(), mount(), "PUT " + withDigest(session, layer)),
                registry.lines());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405})
    void aRefusedMountIsSentInstead(int status) {
        String session = BLOBS + "uploads/1";
        lacking()
                .on(mount(), Fixtures.error(status, "UNSUPPORTED", "no"))
                .on(START, Reply.status(202).with("Location", session))
                .on("PUT " + withDigest(session, layer), Reply.status(201));
        assertEquals(BlobOutcome.SENT, put(registry.reference("team/base")));
    }

    @Test
    void aFailingRegistryIsNotAskedAgainWithoutTheMount() {
        lacking().on(mount(), Reply.status(503));
        var e = assertThrows(RegistryException.class, () -> put(registry.reference("team/base")));
        assertEquals(503, e.status());
        assertEquals(List.of(), registry.requests(START));
    }

    @Test
    void nothingIsMountedFromAnotherRegistryOrTheSameRepository() {
        String session = BLOBS + "uploads/1";
        lacking()
                .on(START, Reply.status(202).with("Location", session))
                .on("PUT " + withDigest(session, layer), Reply.status(201));
        assertEquals(BlobOutcome.SENT, put(Reference.parse("hub.example.com/team/base")));
        assertEquals(BlobOutcome.SENT, put(registry.reference("team/app")));
        assertEquals(2, registry.requests(START).size());
    }

    /** Short sources, long ones, and ones with other bytes; small ones, and ones that fill buffers. */
    @ParameterizedTest
    @CsvSource({"20, 20", "20, 19", "20, 21", "20, 0", "8192, 8192", "100000, 100000", "100000, 99999", "65536, 65537"})
    void aWrongSourceNeverCompletesItsUploadAndIsCancelled(int described, int yielded) {
        byte[] right = new byte[described];
        new Random(1).nextBytes(right);
        byte[] wrong = new byte[yielded];
        new Random(2).nextBytes(wrong);
        Descriptor blob = blob(right);
        String session = BLOBS + "uploads/1";
        registry.on("HEAD " + BLOBS + blob.digest(), Reply.status(404))
                .on(START, Reply.status(202).with("Location", session))
                .on("PUT " + withDigest(session, blob), Reply.status(201))
                .on("DELETE " + session, Reply.status(204));
        assertThrows(
                CorruptContentException.class, () -> app.putBlob(blob, null, () -> new ByteArrayInputStream(wrong)));
        registry.request("DELETE " + session);
        // The request may not have got as far as the server's handler at all.
        for (var sent : registry.requests("PUT " + withDigest(session, blob))) {
            assertFalse(sent.whole(), "a whole body of wrong bytes was sent");
        }
    }

    @Test
    void aSourceThatCannotBeReadIsCancelled() {
        String session = BLOBS + "uploads/1";
        lacking().on(START, Reply.status(202).with("Location", session)).on("DELETE " + session, Reply.status(204));
        assertThrows(
                ImageException.class,
                () -> app.putBlob(layer, null, () -> {
                    throw new IOException("disk");
                }));
        registry.request("DELETE " + session);
    }

    @Test
    void anotherDigestAfterTheUploadIsNoticed() {
        String session = BLOBS + "uploads/1";
        lacking()
                .on(START, Reply.status(202).with("Location", session))
                .on(
                        "PUT " + withDigest(session, layer),
                        Reply.status(201)
                                .with(
                                        "Docker-Content-Digest",
                                        blob(bytes("other")).digest().toString()))
                .on("DELETE " + session, Reply.status(404));
        assertThrows(CorruptContentException.class, () -> put(null));
    }

    @Test
    void aRedirectedBlobIsReadWithoutTheLogin() throws IOException {
        makeTheClientLogIn();
        try (ScriptedRegistry store = new ScriptedRegistry()) {
            registry.on(get, Reply.status(307).with("Location", store.url("/blob?X-Sig=a%2Bb%2F%3D&e=1")));
            store.on("GET /blob?X-Sig=a%2Bb%2F%3D&e=1", Reply.status(200).body(content));
            assertArrayEquals(content, read(layer));
            assertTrue(registry.request(get).header("Authorization").startsWith("Basic "));
            assertNull(store.requests().get(0).header("Authorization"));
        }
    }

    @Test
    void aRedirectWithinTheRegistryKeepsTheLogin() throws IOException {
        makeTheClientLogIn();
        registry.on(get, Reply.status(308).with("Location", "/other"))
                .on("GET /other", Reply.status(200).body(content));
        assertArrayEquals(content, read(layer));
        assertTrue(registry.request("GET /other").header("Authorization").startsWith("Basic "));
    }

    @Test
    void tenRedirectsAreFollowed() throws IOException {
        registry.on(get, Reply.status(302).with("Location", "/1"));
        for (int i = 1; i < 10; i++) {
            registry.on("GET /" + i, Reply.status(302).with("Location", "/" + (i + 1)));
        }
        registry.on("GET /10", Reply.status(200).body(content));
        assertArrayEquals(content, read(layer));
    }

    @Test
    void redirectsInACircleEnd() {
        registry.on(get, Reply.status(302).with("Location", "/1"))
                .on("GET /1", Reply.status(302).with("Location", "/1"));
        var e = assertThrows(RegistryException.class, () -> app.openBlob(layer));
        assertTrue(e.getMessage().contains("redirected more than 10 times"), e.getMessage());
        assertEquals(10, registry.requests("GET /1").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "http://[bad", "ftp://127.0.0.1/x?token=canary", "http://a b/?canary"})
    void aRedirectToWhatIsNoWebAddressIsNotFollowed(String location) {
        registry.on(get, Reply.status(307).with("Location", location));
        var e = assertThrows(RegistryException.class, () -> app.openBlob(layer));
        assertTrue(e.getMessage().contains(layer.digest().toString()), e.getMessage());
        assertFalse(e.getMessage().contains("canary"), e.getMessage());
    }

    @Test
    void aRedirectToTheMetadataServiceOfACloudIsNotFollowed() {
        registry.on(get, Reply.status(307).with("Location", "http://169.254.169.254/latest?token=canary"));
        var e = assertThrows(RegistryException.class, () -> app.openBlob(layer));
        assertTrue(e.getMessage().contains("-Dmultiarch.allowedHosts=169.254.169.254"), e.getMessage());
        assertFalse(e.getMessage().contains("canary"), e.getMessage());
    }
}
