package io.github.multiarchmaven.registry;

import static io.github.multiarchmaven.registry.Faults.answer;
import static io.github.multiarchmaven.registry.Faults.answerEarly;
import static io.github.multiarchmaven.registry.Faults.change;
import static io.github.multiarchmaven.registry.Faults.cutAnswerAfter;
import static io.github.multiarchmaven.registry.Faults.cutAtOnce;
import static io.github.multiarchmaven.registry.Faults.cutRequestAfter;
import static io.github.multiarchmaven.registry.Faults.loseAnswer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.registry.Faults.Fault;
import io.github.multiarchmaven.registry.FaultyRegistry.Reply;
import io.github.multiarchmaven.registry.FaultyRegistry.Request;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole images are copied between registries as they are met: slow, broken, old or peculiar. What arrives is byte for byte the same. */
@Timeout(300)
class FaultProfilesTest {
    private static final Predicate<Request> ANY = r -> true;
    private static final Predicate<Request> BLOB = r -> r.is("GET", "/blobs/sha256");
    private static final Predicate<Request> PUT_BLOB = r -> r.is("PUT", "/blobs/uploads/");

    private final FaultyRegistry source = new FaultyRegistry();
    private final FaultyRegistry target = new FaultyRegistry();
    private final FakeTiming timing = new FakeTiming();
    private final RegistryClient client = Fixtures.client(RegistryOptions.defaults(), timing);
    private final RegistryClient plain = Fixtures.client(RegistryOptions.defaults(), new FakeTiming());
    private final SampleImage image = new SampleImage(40_000);

    FaultProfilesTest() {
        image.storeIn(plain.repository(source.faultless("base/java")), "17");
    }

    @AfterEach
    void stop() {
        client.close();
        plain.close();
        target.close();
        source.close();
    }

    private void copy(String to) {
        try (Copier copier = new Copier(4, new BlobLocations())) {
            copier.copy(
                    client.repository(source.reference("base/java")),
                    "17",
                    client.repository(target.reference(to)),
                    List.of("1.0"));
        }
    }

    private void requireCopy(String at) throws IOException {
        image.requireIn(plain.repository(target.faultless(at)), "1.0");
    }

    static Stream<Arguments> profiles() {
        return Stream.of(
                profile("429 with Retry-After everywhere", r -> r.spoil(1, ANY, answer(429, "Retry-After", "3"))),
                profile("503 at first", r -> r.spoil(3, ANY, answer(503))),
                profile("connections cut before an answer", r -> r.spoil(3, ANY, cutAtOnce())),
                profile("answers lost", r -> r.spoil(3, ANY, loseAnswer())),
                profile("downloads cut", r -> r.spoil(4, BLOB, cutAnswerAfter(10_000))),
                profile("manifests cut", r -> r.spoil(2, q -> q.is("GET", "/manifests/"), cutAnswerAfter(10))),
                profile("uploads cut", r -> r.spoil(4, PUT_BLOB, cutRequestAfter(10_000))),
                profile("no HEAD", r -> r.spoil(q -> q.method().equals("HEAD"), answer(405))),
                profile("no PATCH", r -> r.spoil(2, PUT_BLOB, cutRequestAfter(10_000))
                        .spoil(q -> q.method().equals("PATCH"), answer(405))),
                profile("no whole uploads", r -> r.spoil(q -> PUT_BLOB.test(q) && q.length() > 0, answer(405))),
                profile("201 to PATCH", r -> r.spoil(q -> PUT_BLOB.test(q) && q.length() > 0, answer(405))
                        .spoil(q -> q.method().equals("PATCH"), change(reply -> reply.status(201)))),
                profile(
                        "absolute locations",
                        r -> r.spoil(
                                q -> q.is("POST", "/blobs/uploads/"),
                                change(reply -> reply.with(
                                        "Location",
                                        "http://" + r.host() + reply.headers().get("location"))))),
                profile(
                        "blobs said to be gzip",
                        r -> r.spoil(BLOB, change(reply -> reply.with("Content-Encoding", "gzip")))),
                profile(
                        "manifests said to be JSON",
                        r -> r.spoil(
                                q -> q.target().contains("/manifests/"),
                                change(reply -> reply.with("Content-Type", "application/json")))),
                profile(
                        "no digest header",
                        r -> r.spoil(
                                q -> q.target().contains("/manifests/"),
                                change(reply -> reply.without("Docker-Content-Digest")))));
    }

    private static Arguments profile(String name, Consumer<FaultyRegistry> faults) {
        return Arguments.of(name, faults);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("profiles")
    void aCopyIsTheSameWhateverTheFaults(String name, Consumer<FaultyRegistry> faults) throws IOException {
        faults.accept(source);
        faults.accept(target);
        copy("team/app");
        requireCopy("team/app");
    }

    @Test
    void withoutFaultsNoRequestIsRepeated() throws IOException {
        copy("team/app");
        requireCopy("team/app");
        assertEquals(new HashSet<>(source.lines()).size(), source.lines().size(), () -> "" + source.lines());
        List<String> others = target.lines().stream()
                .filter(line -> !line.startsWith("POST "))
                .toList();
        assertEquals(new HashSet<>(others).size(), others.size(), others::toString);
        assertEquals(image.blobs(), target.count("POST", "/blobs/uploads/"));
        assertEquals(image.blobs(), target.count("PUT", "/blobs/uploads/"));
        assertEquals(List.of(), timing.slept());
    }

    /** Seeded, but for the order in which threads meet their faults. */
    @Test
    void aHundredCopiesOverABadNetworkAreAllTheSame() throws IOException {
        for (FaultyRegistry registry : List.of(source, target)) {
            Random random = new Random(4711);
            registry.spoil(r -> random.nextInt(100) < 5, answer(503))
                    .spoil(r -> random.nextInt(1000) < 10, passing -> cutAnswerAfter(random.nextInt(30_000))
                            .meet(passing))
                    .spoil(r -> random.nextInt(1000) < 10, passing -> cutRequestAfter(random.nextInt(30_000))
                            .meet(passing));
        }
        for (int i = 0; i < 100; i++) {
            copy("team/app" + i);
            requireCopy("team/app" + i);
        }
        assertTrue(timing.slept().size() > 100, timing.slept().size() + " waits: the network was not that bad");
    }

    @Test
    void aDownloadIsFollowedToAnotherHostAndGoneOnFromTheFirst() throws IOException {
        try (FaultyRegistry store = new FaultyRegistry(source)) {
            source.spoil(BLOB, passing -> answer(307, "Location", "http://" + store.host() + passing.target())
                    .meet(passing));
            store.spoil(2, r -> !r.headers().containsKey("range"), cutAnswerAfter(300));
            copy("team/app");
            requireCopy("team/app");
            assertEquals(image.blobs() + 2, store.requests().size());
            assertEquals(
                    2,
                    store.requests().stream()
                            .filter(r -> "bytes=300-".equals(r.headers().get("range")))
                            .count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blobs/sha256", "/manifests/sha256"})
    void otherBytesThanTheDigestSaysAreNeverKept(String where) {
        source.spoil(r -> r.is("GET", where), change(reply -> {
            byte[] body = reply.body().clone();
            body[body.length / 2] ^= 1;
            return reply.body(body);
        }));
        assertThrows(CorruptContentException.class, () -> copy("team/app"));
        assertEquals(List.of(), plain.repository(target.faultless("team/app")).tags());
    }

    @ParameterizedTest
    @CsvSource({"201, MOUNTED", "202, SENT", "405, SENT"})
    void aMountMayBeDoneTurnedIntoAnUploadOrRefused(int status, BlobOutcome outcome) throws IOException {
        byte[] content = Fixtures.bytes("a layer");
        Descriptor blob = Fixtures.blob(content);
        plain.repository(target.faultless("base/java")).putBlob(blob, null, () -> new ByteArrayInputStream(content));
        Predicate<Request> mount = r -> r.is("POST", "mount=");
        if (status == 405) {
            target.spoil(mount, answer(405));
        } else if (status == 202) {
            // Of a place where it is not, a mount becomes an upload.
            target.spoil(
                    1,
                    mount,
                    passing -> passing.retarget(
                            passing.target().replace("base%2Fjava", "base/none").replace("base/java", "base/none")));
        }
        RegistryRepository app = client.repository(target.reference("team/app"));
        Reference from = target.reference("base/java");
        assertEquals(outcome, app.putBlob(blob, from, () -> new ByteArrayInputStream(content)));
        assertTrue(plain.repository(target.faultless("team/app")).hasBlob(blob));
    }

    @Test
    void aRegistryWithoutReferrersKeepsThemUnderATag() {
        target.spoil(r -> r.target().contains("/referrers/"), answer(404))
                .spoil(r -> r.is("PUT", "/manifests/"), change(reply -> reply.without("OCI-Subject")));
        copy("team/app");
        Manifest sbom = Fixtures.referrer("sbom", image.index().descriptor().bare());
        RegistryRepository app = client.repository(target.reference("team/app"));
        app.putBlob(sbom.config(), null, () -> new ByteArrayInputStream(Fixtures.bytes("{}")));
        target.spoil(2, r -> r.target().contains("/manifests/sha256-"), answer(503));
        app.putManifest(sbom, null);
        assertEquals(
                List.of(sbom.digest()),
                app.referrers(image.index().digest()).stream()
                        .map(Descriptor::digest)
                        .toList());
    }

    @Test
    void aSilentDownloadIsGoneOnWith() throws IOException {
        source.spoil(1, BLOB, Faults.stallAfter(10_000));
        try (RegistryClient hasty =
                Fixtures.client(RegistryOptions.defaults().withReadTimeout(Duration.ofMillis(500)), timing)) {
            image.requireIn(hasty.repository(source.reference("base/java")), "17");
        }
        assertEquals(
                1,
                source.requests().stream()
                        .filter(r -> "bytes=10000-".equals(r.headers().get("range")))
                        .count());
    }

    /** Hands out tokens; each is good until the next upload of a blob comes with it. */
    private AtomicInteger wantTokens(Fault refusal) {
        AtomicInteger good = new AtomicInteger(1);
        target.spoil(r -> r.target().startsWith("/token"), passing -> answer(
                        Reply.of(200).body(Fixtures.bytes("{\"token\":\"t" + good.get() + "\",\"expires_in\":3600}")))
                .meet(passing));
        Predicate<Request> known =
                r -> ("Bearer t" + good.get()).equals(r.headers().get("authorization"));
        target.spoil(1, r -> PUT_BLOB.test(r) && known.test(r), passing -> {
            good.incrementAndGet();
            refusal.meet(passing);
        });
        target.spoil(r -> !known.test(r), passing -> answer(challenge()).meet(passing));
        return good;
    }

    private Reply challenge() {
        return Reply.of(401, "WWW-Authenticate", "Bearer realm=\"http://" + target.host() + "/token\",service=\"hub\"");
    }

    @Test
    void aTokenThatEndsBeforeAnUploadIsReplaced() throws IOException {
        wantTokens(passing -> answer(challenge()).meet(passing));
        copy("team/app");
        requireCopy("team/app");
    }

    @Test
    void aTokenThatEndsWithinABrokenUploadIsReplacedAndTheUploadGoneOnWith() throws IOException {
        wantTokens(cutRequestAfter(20_000));
        byte[] content = new byte[100_000];
        Descriptor blob = Fixtures.blob(content);
        client.repository(target.reference("team/app")).putBlob(blob, null, () -> new ByteArrayInputStream(content));
        assertEquals(1, target.count("PATCH", "/blobs/uploads/"));
        assertEquals(2, target.count("GET", "/token?service=hub&scope=repository%3Ateam%2Fapp%3Apull%2Cpush"));
    }

    @Test
    void aRefusalOnSightOfALargeUploadIsAnsweredWithALogin() {
        wantTokens(passing -> answerEarly(challenge()).meet(passing));
        byte[] content = new byte[6_000_000];
        Descriptor blob = Fixtures.blob(content);
        RegistryRepository app = client.repository(target.reference("team/app"));
        assertEquals(BlobOutcome.SENT, app.putBlob(blob, null, () -> new ByteArrayInputStream(content)));
        assertTrue(plain.repository(target.faultless("team/app")).hasBlob(blob));
    }

    @Test
    void aRegistryThatStaysAwayFailsTheCopyWithOneSentence() {
        target.spoil(PUT_BLOB, cutAtOnce());
        ImageException e = assertThrows(ImageException.class, () -> copy("team/app"));
        assertTrue(e.getMessage().contains(" failed 6 times: "), e.getMessage());
    }
}
