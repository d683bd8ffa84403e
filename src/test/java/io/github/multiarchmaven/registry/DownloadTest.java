package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A download goes on where it broke off, and never with bytes that do not fit. */
class DownloadTest {
    private final ScriptedRegistry registry = new ScriptedRegistry();
    private final RegistryClient client = Fixtures.client(CredentialSource.none());
    private final byte[] content = new byte[300_000];
    private final Descriptor layer;
    private final String get;

    DownloadTest() {
        new Random(7).nextBytes(content);
        layer = Fixtures.blob(content);
        get = "GET /v2/team/app/blobs/" + layer.digest();
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    private byte[] read() throws IOException {
        try (InputStream in = client.repository(registry.reference("team/app")).openBlob(layer)) {
            return in.readAllBytes();
        }
    }

    /** The bytes from one to before another, of an answer that promises all up to the end. */
    private Reply part(int status, int from, int to) {
        Reply reply = Reply.status(status).stream(content.length - from, out -> out.write(content, from, to - from));
        return status == 206
                ? reply.with("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length)
                : reply;
    }

    private List<String> ranges() {
        return registry.requests(get).stream().map(r -> r.header("Range")).toList();
    }

    @Test
    void aBrokenDownloadGoesOnWhereItBroke() throws IOException {
        registry.on(get, part(200, 0, 100_000), part(206, 100_000, 100_001), part(206, 100_001, content.length));
        assertArrayEquals(content, read());
        assertEquals(
                Arrays.asList(null, "bytes=100000-", "bytes=100001-"), ranges(), "nothing is read twice or left out");
    }

    @Test
    void aWholeDownloadIsAskedForOnceAndWithoutARange() throws IOException {
        registry.on(get, part(200, 0, content.length));
        assertArrayEquals(content, read());
        assertEquals(1, registry.requests().size());
        assertNull(registry.request(get).header("Range"));
    }

    @Test
    void aRegistryWithoutRangesBeginsAgainAndTheReaderDoesNotNotice() throws IOException {
        registry.on(get, part(200, 0, 100_000), part(200, 0, 50_000), part(200, 0, content.length));
        assertArrayEquals(content, read());
        assertEquals(Arrays.asList(null, "bytes=100000-", "bytes=100000-"), ranges());
    }

    @Test
    void anErrorWhileGoingOnIsWaitedFor() throws IOException {
        registry.on(get, part(200, 0, 100_000), Reply.status(503), Reply.cut(), part(206, 100_000, content.length));
        assertArrayEquals(content, read());
    }

    @Test
    void itIsGoneOnAtTheRegistryNotWhereARedirectLed() throws IOException {
        try (ScriptedRegistry store = new ScriptedRegistry()) {
            registry.on(
                    get,
                    Reply.status(307).with("Location", store.url("/blob?sig=1")),
                    Reply.status(307).with("Location", store.url("/blob?sig=2")));
            store.on("GET /blob?sig=1", part(200, 0, 70_000), Reply.status(403))
                    .on("GET /blob?sig=2", part(206, 70_000, content.length));
            assertArrayEquals(content, read());
            assertEquals("bytes=70000-", store.request("GET /blob?sig=2").header("Range"));
            assertEquals(2, registry.requests(get).size());
        }
    }

    @Test
    void triesWithoutProgressAreCounted() {
        registry.on(get, part(200, 0, 100_000), part(206, 100_000, 100_000));
        var e = assertThrows(RegistryException.class, this::read);
        assertTrue(e.getMessage().contains(" failed 6 times: the connection to "), e.getMessage());
        assertEquals(6, registry.requests(get).size());
    }

    @Test
    void aDownloadThatGetsFurtherEachTimeIsNotGivenUp() throws IOException {
        int step = content.length / 4;
        List<Reply> replies = new ArrayList<>();
        for (int from = 0; from < content.length; from += step) {
            // Four tries in vain before each step, more than are allowed altogether.
            for (int i = 0; i < 4; i++) {
                replies.add(part(from == 0 ? 200 : 206, from, from));
            }
            replies.add(part(from == 0 ? 200 : 206, from, from + step));
        }
        registry.on(get, replies.toArray(Reply[]::new));
        assertArrayEquals(content, read());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "bytes 0-299999/300000",
                "bytes 99999-299999/300000",
                "bytes 100001-299999/300000",
                "bytes 100000-299999/300001",
                "100000-299999/300000",
                "bytes */300000"
            })
    void anotherPartThanAskedForIsNotTaken(String contentRange) {
        Reply other = Reply.status(206).stream(
                content.length - 100_000, out -> out.write(content, 100_000, content.length - 100_000));
        registry.on(
                get,
                part(200, 0, 100_000),
                contentRange == null ? other : other.with("Content-Range", Objects.requireNonNull(contentRange)));
        assertThrows(CorruptContentException.class, this::read);
    }

    @Test
    void aPartOfUnknownWholeIsTaken() throws IOException {
        registry.on(
                get,
                part(200, 0, 100_000),
                Reply.status(206).with("Content-Range", "bytes 100000-299999/*").stream(
                        200_000, out -> out.write(content, 100_000, 200_000)));
        assertArrayEquals(content, read());
    }

    @Test
    void otherBytesInTheSecondPartAreNoticed() {
        registry.on(
                get,
                part(200, 0, 100_000),
                Reply.status(206).with("Content-Range", "bytes 100000-299999/300000").stream(
                        200_000, out -> out.write(content, 99_999, 200_000)));
        assertThrows(CorruptContentException.class, this::read);
    }

    @Test
    void anAnswerThatIsNotTakenLetsTheNextOneIn() {
        registry.on(get, part(206, 100_000, content.length));
        try (RegistryClient one =
                Fixtures.client(RegistryOptions.defaults().withConnectionsPerHost(1), new FakeTiming())) {
            RegistryRepository app = one.repository(registry.reference("team/app"));
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                assertThrows(CorruptContentException.class, () -> app.openBlob(layer));
                assertThrows(CorruptContentException.class, () -> app.openBlob(layer));
            });
        }
    }

    @Test
    void aRangeThatIsRefusedIsAFailure() {
        registry.on(get, part(200, 0, 100_000), Reply.status(416));
        var e = assertThrows(RegistryException.class, this::read);
        assertEquals(416, e.status());
        assertEquals(2, registry.requests(get).size());
    }

    @Test
    void aBlobThatIsDeletedMeanwhileIsNotFound() {
        registry.on(get, part(200, 0, 100_000), Reply.status(404));
        assertThrows(NotFoundException.class, this::read);
    }

    @Test
    void onlyTheEndIsLostWhenAllBytesAreThere() throws IOException {
        registry.on(get, Reply.status(200).stream(content.length + 1, out -> out.write(content)));
        assertArrayEquals(content, read());
        assertEquals(1, registry.requests().size());
    }

    @Test
    void anUploadWhoseSourceBreaksSendsTheWholeInOnePiece() {
        String start = "POST /v2/team/target/blobs/uploads/";
        String put = "PUT /up?digest=" + layer.digest().toString().replace(":", "%3A");
        registry.on(get, part(200, 0, 100_000), part(206, 100_000, content.length))
                .on("HEAD /v2/team/target/blobs/" + layer.digest(), Reply.status(404))
                .on(start, Reply.status(202).with("Location", "/up"))
                .on(put, Reply.status(201));
        RegistryRepository source = client.repository(registry.reference("team/app"));
        client.repository(registry.reference("team/target")).putBlob(layer, null, () -> source.openBlob(layer));
        assertArrayEquals(content, registry.request(put).body());
        assertEquals(1, registry.requests(start).size());
    }

    @Test
    void aSourceThatIsGivenUpIsTheFailureOfItsUpload() {
        registry.on(get, part(200, 0, 1000), part(206, 1000, 1000))
                .on("HEAD /v2/team/target/blobs/" + layer.digest(), Reply.status(404))
                .on("POST /v2/team/target/blobs/uploads/", Reply.status(202).with("Location", "/up"))
                .on("DELETE /up", Reply.status(204));
        RegistryRepository source = client.repository(registry.reference("team/app"));
        RegistryRepository target = client.repository(registry.reference("team/target"));
        var e = assertThrows(RegistryException.class, () -> target.putBlob(layer, null, () -> source.openBlob(layer)));
        assertTrue(e.getMessage().startsWith("Reading blob " + layer.digest()), e.getMessage());
        assertEquals(1, registry.requests("POST /v2/team/target/blobs/uploads/").size());
    }

    @Test
    void aSourceOnDiskThatCannotBeReadIsNotTriedAgain() {
        registry.on("HEAD /v2/team/target/blobs/" + layer.digest(), Reply.status(404))
                .on("POST /v2/team/target/blobs/uploads/", Reply.status(202).with("Location", "/up"))
                .on("DELETE /up", Reply.status(204));
        RegistryRepository target = client.repository(registry.reference("team/target"));
        var e = assertThrows(
                RegistryException.class,
                () -> target.putBlob(layer, null, () -> new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("bad sector");
                    }
                }));
        assertEquals(1, registry.requests("POST /v2/team/target/blobs/uploads/").size());
        assertTrue(e.getMessage().contains("bad sector"), e.getMessage());
    }
}
