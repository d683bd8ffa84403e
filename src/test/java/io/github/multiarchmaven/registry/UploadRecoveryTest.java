package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.registry.FaultyRegistry.Reply;
import io.github.multiarchmaven.registry.FaultyRegistry.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload comes to its end whatever breaks, and says how it stands when it does not. */
@Timeout(120)
class UploadRecoveryTest {
    private static final Predicate<Request> PUT = r -> r.is("PUT", "/blobs/uploads/");
    private static final Predicate<Request> PATCH = r -> r.method().equals("PATCH");
    private static final int CHUNK = BlobSender.CHUNK;

    private final FaultyRegistry registry = new FaultyRegistry();
    private final FakeTiming timing = new FakeTiming();
    private final RegistryClient client = Fixtures.client(RegistryOptions.defaults(), timing);
    private final RegistryRepository app = client.repository(registry.reference("team/app"));
    private final byte[] small = content(300_000);
    private final AtomicInteger opened = new AtomicInteger();

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private void send(byte[] content) throws IOException {
        Descriptor blob = Fixtures.blob(content);
        BlobOutcome outcome = app.putBlob(blob, null, () -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(content);
        });
        assertEquals(BlobOutcome.SENT, outcome);
        requireStored(content);
    }

    private void requireStored(byte[] content) throws IOException {
        try (RegistryClient plain = Fixtures.client(RegistryOptions.defaults(), new FakeTiming());
                InputStream in =
                        plain.repository(registry.faultless("team/app")).openBlob(Fixtures.blob(content))) {
            assertArrayEquals(content, in.readAllBytes());
        }
    }

    private List<String> contentRanges() {
        return registry.requests().stream()
                .filter(PATCH)
                .map(r -> r.headers().get("content-range"))
                .toList();
    }

    @Test
    void withoutFaultsABlobIsSentInOnePiece() throws IOException {
        send(small);
        assertEquals("HEAD POST PUT", registry.methods());
        assertEquals(1, opened.get());
        assertEquals(List.of(), timing.slept());
    }

    @Test
    void anUploadThatIsCutGoesOnWhereTheRegistrySays() throws IOException {
        registry.spoil(1, PUT, Faults.cutRequestAfter(100_000));
        send(small);
        assertEquals("HEAD POST PUT GET PATCH PUT", registry.methods());
        assertEquals(List.of("100000-299999"), contentRanges());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anUploadOfWhichNothingIsKnownBeginsAnew(int bytes) throws IOException {
        registry.spoil(1, PUT, Faults.cutRequestAfter(bytes));
        send(small);
        assertEquals("HEAD POST PUT GET HEAD POST PUT", registry.methods());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 500})
    void aSessionThatTellsNothingIsLeftForANewOne(int status) throws IOException {
        registry.spoil(1, PUT, Faults.cutRequestAfter(100_000))
                .spoil(r -> r.is("GET", "/blobs/uploads/"), Faults.answer(status));
        send(small);
        assertEquals("HEAD POST PUT GET HEAD POST PUT", registry.methods());
    }

    @Test
    void anAnswerThatGotLostMayHaveBeenAGoodOne() throws IOException {
        registry.spoil(1, PUT, Faults.loseAnswer());
        send(small);
        assertEquals("HEAD POST PUT GET HEAD", registry.methods(), "nothing is sent twice");
        assertEquals(1, opened.get());
    }

    @Test
    void anUploadThatIsAlwaysCutAtOnceIsGivenUpAndCancelled() {
        registry.spoil(PUT, Faults.cutAtOnce());
        var e = assertThrows(RegistryException.class, () -> send(small));
        assertTrue(e.getMessage().startsWith("Uploading blob sha256:"), e.getMessage());
        assertTrue(e.getMessage().contains(" failed 6 times: the connection to "), e.getMessage());
        assertEquals(6, registry.count("PUT", "/blobs/uploads/"));
        assertEquals(1, registry.count("DELETE", "/blobs/uploads/"));
    }

    @Test
    void anUploadThatGetsFurtherEachTimeIsNotGivenUp() throws IOException {
        byte[] content = content(2_000_000);
        registry.spoil(1, PUT, Faults.cutRequestAfter(200_000)).spoil(8, PATCH, Faults.cutRequestAfter(200_000));
        send(content);
        assertEquals(9, registry.count("PATCH", "/blobs/uploads/"));
        assertEquals("1800000-1999999", contentRanges().get(8));
    }

    @Test
    void whatPassesIsWaitedFor() throws IOException {
        registry.spoil(1, PUT, Faults.answer(503, "Retry-After", "7"))
                .spoil(1, PUT, Faults.answer(429))
                .spoil(1, r -> r.is("POST", "/blobs/uploads/"), Faults.answer(500));
        send(small);
        assertEquals(List.of(Duration.ofMillis(499), Duration.ofSeconds(7), Duration.ofMillis(999)), timing.slept());
    }

    @Test
    void aFailingRegistryIsGivenUp() {
        registry.spoil(PUT, Faults.answer(500));
        var e = assertThrows(RegistryException.class, () -> send(small));
        assertEquals(500, e.status());
        assertTrue(e.getMessage().contains(" answered 500, tried 6 times. "), e.getMessage());
        assertEquals(6, opened.get());
    }

    @Test
    void aRefusedUploadIsNotRepeated() {
        registry.spoil(PUT, Faults.answer(403));
        assertEquals(
                403, assertThrows(RegistryException.class, () -> send(small)).status());
        assertEquals("HEAD POST PUT DELETE", registry.methods());
    }

    @Test
    void whatIsTooMuchAtOnceIsSentInChunks() throws IOException {
        byte[] content = content(2 * CHUNK + 1000);
        registry.spoil(r -> PUT.test(r) && r.length() > CHUNK, Faults.answerEarly(Reply.of(413)));
        send(content);
        assertEquals("HEAD POST PUT POST PATCH PATCH PATCH PUT", registry.methods());
        assertEquals(
                List.of("0-" + (CHUNK - 1), CHUNK + "-" + (2 * CHUNK - 1), 2 * CHUNK + "-" + (2 * CHUNK + 999)),
                contentRanges());
        assertEquals(2, opened.get(), "all chunks come from one opening of the source");
    }

    @Test
    void aRegistryThatWantsLargerChunksGetsThem() throws IOException {
        byte[] content = content(2 * CHUNK);
        int least = CHUNK + 4096;
        registry.spoil(r -> PUT.test(r) && r.length() > 0, Faults.answer(405))
                .spoil(
                        r -> r.is("POST", "/blobs/uploads/"),
                        Faults.change(reply -> reply.with("OCI-Chunk-Min-Length", Integer.toString(least))));
        send(content);
        assertEquals(List.of("0-" + (least - 1), least + "-" + (2 * CHUNK - 1)), contentRanges());
    }

    /** ECR answers 201 where the specification has 202. */
    @Test
    void aChunkThatIsAnsweredWith201IsTaken() throws IOException {
        registry.spoil(r -> PUT.test(r) && r.length() > 0, Faults.answer(405))
                .spoil(PATCH, Faults.change(reply -> reply.status(201)));
        send(small);
        assertEquals("HEAD POST PUT POST PATCH PUT", registry.methods());
    }

    /** ECR takes the second chunk with 201 and drops it: https://github.com/aws/containers-roadmap/issues/2831 */
    @Test
    void chunksThatAreDroppedLeadBackToTheWhole() throws IOException {
        registry.spoil(1, PUT, Faults.cutRequestAfter(100_000)).spoil(PATCH, Faults.answer(201, "Range", "0-99999"));
        send(small);
        assertEquals("HEAD POST PUT GET PATCH POST PUT", registry.methods());
    }

    @Test
    void chunksThatAreRefusedLeadBackToTheWhole() throws IOException {
        registry.spoil(1, PUT, Faults.cutRequestAfter(100_000)).spoil(PATCH, Faults.answer(405));
        send(small);
        assertEquals("HEAD POST PUT GET PATCH POST PUT", registry.methods());
    }

    @Test
    void whereBothWaysAreRefusedTheFirstRefusalIsTheReason() {
        byte[] content = content(CHUNK + 1);
        registry.spoil(r -> r.length() > 1_000_000, Faults.answer(413));
        var e = assertThrows(RegistryException.class, () -> send(content));
        assertEquals(413, e.status());
        assertTrue(e.getMessage().contains("PUT "), e.getMessage());
        assertTrue(e.getMessage().contains("raise that limit"), e.getMessage());
        assertEquals("HEAD POST PUT POST PATCH DELETE", registry.methods());
    }

    @Test
    void aBlobThatIsSmallerThanAChunkAndStillTooLargeIsRefused() {
        registry.spoil(PUT, Faults.answer(413));
        assertEquals(
                413, assertThrows(RegistryException.class, () -> send(small)).status());
        assertEquals("HEAD POST PUT DELETE", registry.methods());
    }

    @Test
    void aChunkThatIsOutOfStepIsAskedAbout() throws IOException {
        registry.spoil(r -> PUT.test(r) && r.length() > 0, Faults.answer(405))
                .spoil(1, PATCH, Faults.cutRequestAfter(150_000))
                .spoil(1, r -> r.is("GET", "/blobs/uploads/"), Faults.change(r -> r.with("Range", "0-149998")));
        send(small);
        assertEquals("HEAD POST PUT POST PATCH GET PATCH GET PATCH PUT", registry.methods());
        assertEquals(List.of("0-299999", "149999-299999", "150000-299999"), contentRanges());
    }

    @Test
    void theEndOfAChunkedUploadThatGetsLostIsNotRepeated() throws IOException {
        registry.spoil(r -> PUT.test(r) && r.length() > 0, Faults.answer(405)).spoil(1, PUT, Faults.loseAnswer());
        send(small);
        assertEquals("HEAD POST PUT POST PATCH PUT GET HEAD", registry.methods());
    }

    /** Chunks that are taken again and again are no progress. */
    @ParameterizedTest
    @ValueSource(ints = {404, 416, 500})
    void anUploadThatCannotBeEndedIsGivenUp(int status) {
        registry.spoil(r -> PUT.test(r) && r.length() > 0, Faults.answer(405))
                .spoil(PUT, Faults.answer(status))
                .spoil(r -> r.is("GET", "/blobs/uploads/"), Faults.answer(404));
        assertEquals(
                status, assertThrows(RegistryException.class, () -> send(small)).status());
        assertEquals(6, registry.count("PATCH", "/blobs/uploads/"));
    }

    @Test
    void eachLocationIsFollowed() throws IOException {
        AtomicInteger step = new AtomicInteger();
        registry.spoil(r -> PUT.test(r) && r.length() > 0, Faults.answer(405))
                .spoil(
                        r -> r.method().matches("POST|PATCH"),
                        Faults.change(reply -> reply.with(
                                "Location", reply.headers().get("location") + "?_state=" + step.incrementAndGet())));
        send(small);
        assertTrue(registry.lines().stream().anyMatch(l -> l.startsWith("PATCH ") && l.endsWith("?_state=2")));
        assertTrue(registry.lines().stream().anyMatch(l -> l.startsWith("PUT ") && l.contains("?_state=3&digest=")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 299_999, 300_001})
    void aWrongSourceIsNoticedWhenGoingOnToo(int length) {
        registry.spoil(1, PUT, Faults.cutRequestAfter(100_000));
        Descriptor blob = Fixtures.blob(small);
        assertThrows(
                CorruptContentException.class,
                () -> app.putBlob(
                        blob,
                        null,
                        () -> opened.incrementAndGet() == 1
                                ? new ByteArrayInputStream(small)
                                : new ByteArrayInputStream(content(length))));
        assertFalse(app.hasBlob(blob));
    }

    @Test
    void aSilentRegistryIsLeftForAnotherTry() throws IOException {
        registry.spoil(1, PUT, Faults.stall());
        try (RegistryClient hasty =
                Fixtures.client(RegistryOptions.defaults().withReadTimeout(Duration.ofMillis(300)), timing)) {
            hasty.repository(Reference.parse(registry.host() + "/team/app"))
                    .putBlob(Fixtures.blob(small), null, () -> new ByteArrayInputStream(small));
        }
        requireStored(small);
        assertEquals(2, registry.count("PUT", "/blobs/uploads/"));
    }
}
