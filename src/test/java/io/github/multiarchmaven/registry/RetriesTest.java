package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that pass are waited for, others are not; on a clock that nobody has to wait for. */
class RetriesTest {
    private static final String TAGS = "GET /v2/team/app/tags/list?n=1000";
    private static final Reply FINE = Reply.status(200).body("{\"tags\":[\"1.0\"]}");

    private final ScriptedRegistry registry = new ScriptedRegistry();
    private final FakeTiming timing = new FakeTiming();
    private RegistryClient client = client(RegistryOptions.defaults());

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    private RegistryClient client(RegistryOptions options) {
        return Fixtures.client(options, timing);
    }

    private RegistryRepository app() {
        return client.repository(registry.reference("team/app"));
    }

    private List<Long> sleptMillis() {
        return timing.slept().stream().map(Duration::toMillis).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aStatusThatPassesIsWaitedForOnce(int status) {
        registry.on(TAGS, Reply.status(status), FINE);
        assertEquals(List.of("1.0"), app().tags());
        assertEquals(2, registry.requests(TAGS).size());
        assertEquals(List.of(499L), sleptMillis());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 405, 409, 410, 412, 413, 416, 418, 422, 501, 505})
    void anotherStatusIsFinal(int status) {
        registry.on(TAGS, Reply.status(status), FINE);
        var e = assertThrows(RegistryException.class, () -> app().tags());
        assertEquals(status, e.status());
        assertEquals(1, registry.requests(TAGS).size());
        assertEquals(List.of(), timing.slept());
        assertFalse(e.getMessage().contains("tried"), e.getMessage());
    }

    @Test
    void theWaitsDoubleUpToHalfAMinuteAndTheSentenceCountsTheTries() {
        client.close();
        client = client(RegistryOptions.defaults().withMaxRetries(9));
        registry.on(TAGS, Reply.status(503));
        var e = assertThrows(RegistryException.class, () -> app().tags());
        assertEquals(List.of(499L, 999L, 1998L, 3996L, 7992L, 15984L, 29970L, 29970L, 29970L), sleptMillis());
        assertEquals(10, registry.requests(TAGS).size());
        assertTrue(e.getMessage().contains(" answered 503, tried 10 times. The registry failed."), e.getMessage());
    }

    @Test
    void withoutRetriesNothingIsRepeated() {
        client.close();
        client = client(RegistryOptions.defaults().withMaxRetries(0));
        registry.on(TAGS, Reply.status(503), FINE);
        var e = assertThrows(RegistryException.class, () -> app().tags());
        assertFalse(e.getMessage().contains("tried"), e.getMessage());
        assertEquals(List.of(), timing.slept());
    }

    @Test
    void aConnectionThatIsCutBeforeOrWithinTheAnswerIsTriedAgain() {
        registry.on(TAGS, Reply.cut(), Reply.status(200).stream(100, out -> out.write('{')), FINE);
        assertEquals(List.of("1.0"), app().tags());
        assertEquals(3, registry.requests(TAGS).size());
    }

    @Test
    void aConnectionThatIsAlwaysCutIsGivenUp() {
        registry.on(TAGS, Reply.status(200).stream(100, out -> out.write('{')));
        var e = assertThrows(RegistryException.class, () -> app().tags());
        assertTrue(e.getMessage().contains(" failed 6 times: the connection to " + registry.host()), e.getMessage());
        assertEquals(0, e.status());
        assertFalse(e.userCanMend());
        assertEquals(6, registry.requests(TAGS).size());
    }

    @Test
    void aManifestIsLookedUpReadAndWrittenAgain() {
        Manifest image = Fixtures.image("one");
        String path = "/v2/team/app/manifests/1";
        registry.on("HEAD " + path, Reply.status(503), Fixtures.head(image))
                .on("GET " + path, Reply.status(502), Fixtures.serving(image))
                .on("PUT " + path, Reply.cut(), Reply.status(201));
        assertEquals(Optional.of(image.descriptor()), app().resolve("1"));
        assertEquals(image.digest(), app().manifest("1").digest());
        app().putManifest(image, "1");
        assertEquals(2, registry.requests("PUT " + path).size());
    }

    @Test
    void aTokenIsAskedForAgain() {
        client.close();
        client = client(RegistryOptions.defaults()
                .withCredentials(Fixtures.login(registry, Credential.basic("joe", "secret"))));
        String token = "GET /token?service=hub&scope=repository%3Ateam%2Fapp%3Apull";
        registry.on(
                        TAGS,
                        Reply.status(401)
                                .with(
                                        "WWW-Authenticate",
                                        "Bearer realm=\"" + registry.url("/token") + "\",service=\"hub\""),
                        FINE)
                .on(token, Reply.status(503), Reply.cut(), Reply.status(200).body("{\"token\":\"t\"}"));
        assertEquals(List.of("1.0"), app().tags());
        assertEquals(3, registry.requests(token).size());
    }

    @Test
    void aNumberOfSecondsThatTheRegistryAsksForIsKept() {
        registry.on(TAGS, Reply.status(429).with("Retry-After", "299"), FINE);
        assertEquals(List.of("1.0"), app().tags());
        assertEquals(List.of(Duration.ofSeconds(299)), timing.slept());
    }

    @Test
    void aDateThatTheRegistryAsksForIsKept() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                FakeTiming.START.plusSeconds(90).atZone(ZoneOffset.UTC));
        registry.on(TAGS, Reply.status(503).with("Retry-After", date), FINE);
        assertEquals(List.of("1.0"), app().tags());
        assertEquals(List.of(Duration.ofSeconds(90)), timing.slept());
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "", "Mon, 06 May 2024 07:00:00 GMT", "0"})
    void aTimeThatMakesNoSenseOrIsOverIsNoTime(String header) {
        registry.on(TAGS, Reply.status(503).with("Retry-After", header), FINE);
        assertEquals(List.of("1.0"), app().tags());
        assertEquals(List.of(499L), sleptMillis());
    }

    @ParameterizedTest
    @CsvSource({"301, 6 min", "7200, 2 h", "7201, 2 h 1 min", "1767225600, 36500 days", "259200, 3 days"})
    void aLongerTimeThanAllowedIsAFailureThatTellsIt(String seconds, String words) {
        registry.on(TAGS, Reply.status(429).with("Retry-After", seconds), FINE);
        var e = assertThrows(RegistryException.class, () -> app().tags());
        assertTrue(
                e.getMessage()
                        .contains("It wants no request for the next " + words
                                + ", which is more than the 5 min that maxRetryAfter allows. "),
                e.getMessage());
        assertEquals(1, registry.requests(TAGS).size());
        assertEquals(List.of(), timing.slept());
    }

    @Test
    void allRequestsToTheHostWaitForTheTimeThatOneWasTold() {
        client.close();
        client = client(RegistryOptions.defaults().withMaxRetries(0));
        registry.on(TAGS, Reply.status(429).with("Retry-After", "60"), FINE);
        assertThrows(RegistryException.class, () -> app().tags());
        String other = "GET /v2/team/other/tags/list?n=1000";
        registry.on(other, FINE);
        client.repository(registry.reference("team/other")).tags();
        assertEquals(List.of(Duration.ofSeconds(60)), timing.slept());
        try (ScriptedRegistry another = new ScriptedRegistry()) {
            another.on(TAGS, FINE);
            client.repository(another.reference("team/app")).tags();
        }
        assertEquals(1, timing.slept().size(), "another host has nothing to do with it");
    }

    @Test
    void aRegistryThatWasNeverThereIsNotWaitedFor() {
        String host = registry.host();
        registry.close();
        RegistryRepository app = client.repository(Reference.parse(host + "/team/app"));
        assertThrows(RegistryException.class, app::tags);
        assertEquals(List.of(), timing.slept());
    }

    @Test
    void aRegistryThatWasThereIsWaitedFor() {
        registry.on(TAGS, FINE);
        app().tags();
        registry.close();
        var e = assertThrows(RegistryException.class, () -> app().tags());
        assertTrue(e.getMessage().contains(" failed 6 times: the connection to "), e.getMessage());
        assertEquals(5, timing.slept().size());
    }

    @Test
    void anInterruptedThreadStopsWaitingAndStaysInterrupted() {
        registry.on(TAGS, Reply.status(503).body("busy"), FINE);
        Thread.currentThread().interrupt();
        try {
            var e = assertThrows(RegistryException.class, () -> app().tags());
            assertTrue(e.getMessage().endsWith(": it was interrupted."), e.getMessage());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void nothingIsRepeatedWithoutAFault() {
        registry.on(TAGS, FINE);
        RegistryClient plain = Fixtures.client(CredentialSource.none());
        try (plain) {
            plain.repository(registry.reference("team/app")).tags();
        }
        assertEquals(List.of(TAGS), registry.lines());
    }
}
