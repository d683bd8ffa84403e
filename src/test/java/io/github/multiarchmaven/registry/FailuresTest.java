package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users read when a registry refuses. */
class FailuresTest {
    private static final String TAGS = "GET /v2/team/app/tags/list?n=1000";

    private final ScriptedRegistry registry = new ScriptedRegistry();
    private final RegistryClient client = Fixtures.client(CredentialSource.none());

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    private RegistryException failure(Reply reply) {
        registry.on(TAGS, reply);
        RegistryRepository app = client.repository(registry.reference("team/app"));
        return assertThrows(RegistryException.class, app::tags);
    }

    @Test
    void theSentenceSaysWhatWasDoneWhatWasAnsweredAndWhatToDo() {
        var e = failure(Fixtures.error(403, "DENIED", "requested access is denied"));
        assertEquals(
                "Listing the tags of " + registry.host() + "/team/app: GET "
                        + registry.url("/v2/team/app/tags/list?n=1000")
                        + " answered 403 DENIED (requested access is denied). The login may not do this: no credentials found for "
                        + registry.host() + ". Ask for the right to pull or push there, or use another login.",
                e.getMessage());
        assertEquals(403, e.status());
        assertEquals("DENIED", e.code());
    }

    @ParameterizedTest
    @CsvSource({"400, true", "403, true", "413, true", "429, true", "500, false", "503, false"})
    void theUserCanMendARefusalButNoBrokenRegistry(int status, boolean userCanMend) {
        assertEquals(userCanMend, failure(Reply.status(status)).userCanMend());
    }

    @Test
    void aMessageOfTheRegistryShowsNoLoginThatItQuotes() {
        var e = failure(
                Fixtures.error(500, "UNKNOWN", "Get https://joe:canary@store.example.com/b?sig=canary: refused"));
        assertTrue(e.getMessage().contains("(Get https://***@store.example.com/b?sig=*** refused)"), e.getMessage());
    }

    @Test
    void aMessageOfTheRegistryCannotForgeALineOfTheLog() {
        var e = failure(Fixtures.error(403, "DE\nNIED", "a\r\n[INFO] BUILD SUCCESS\u001b[2J\tb"));
        assertTrue(e.getMessage().contains("a [INFO] BUILD SUCCESS [2J b"), e.getMessage());
        assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
    }

    @Test
    void aLongMessageIsCut() {
        var e = failure(Fixtures.error(400, "UNKNOWN", "x".repeat(5000)));
        assertTrue(e.getMessage().contains("xxx..."), e.getMessage());
        assertTrue(e.getMessage().length() < 1000, e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>Bad Gateway</body></html>",
                "",
                "{",
                "[]",
                "{\"errors\":{}}",
                "{\"errors\":[]}",
                "{\"errors\":[\"x\"]}",
                "{\"errors\":[{\"code\":{\"a\":1},\"message\":null}]}"
            })
    void aBodyThatIsNotTheSpecificationsIsLeftOut(String body) {
        var e = failure(Reply.status(502).body(body));
        assertTrue(e.getMessage().contains(" answered 502, tried 6 times. The registry failed."), e.getMessage());
    }

    @Test
    void anEndlessBodyIsNotRead() {
        long huge = 4L << 30;
        AtomicLong written = new AtomicLong();
        var e = failure(Reply.status(500).stream(huge, out -> {
            byte[] chunk = new byte[64 * 1024];
            while (written.get() < huge) {
                out.write(chunk);
                written.addAndGet(chunk.length);
            }
        }));
        assertEquals(500, e.status());
        assertTrue(written.get() < huge / 8, written + " bytes were written");
    }

    @Test
    void aRegistryThatIsNotThereIsNamed() {
        String host = registry.host();
        registry.close();
        RegistryRepository app = client.repository(Reference.parse(host + "/team/app"));
        var e = assertThrows(RegistryException.class, app::tags);
        assertTrue(e.getMessage().contains("the connection to " + host + " was refused"), e.getMessage());
        assertEquals(0, e.status());
        assertFalse(e.getMessage().contains("Exception"), e.getMessage());
    }

    @Test
    void aRegistryThatClosesTheConnectionIsNamed() {
        var e = failure(Reply.status(200).stream(100, out -> out.write('{')));
        assertTrue(e.getMessage().contains("the connection to " + registry.host() + " broke"), e.getMessage());
        assertFalse(e.userCanMend());
    }
}
