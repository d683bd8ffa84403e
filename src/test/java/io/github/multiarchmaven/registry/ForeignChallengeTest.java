package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.Credential;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may ask for the login: the registry it is for, and no server that a redirect leads to. */
final class ForeignChallengeTest {
    private final byte[] content = Fixtures.bytes("a layer");
    private final Descriptor blob = Fixtures.blob(content);
    private final String line = "GET /v2/team/app/blobs/" + blob.digest();

    @Test
    void aStoreThatARedirectLeadsToCannotAskForTheRegistrysPassword() {
        try (ScriptedRegistry registry = new ScriptedRegistry();
                ScriptedRegistry store = new ScriptedRegistry();
                var client = Fixtures.client(Fixtures.login(registry, Credential.basic("ann", "secret")))) {
            registry.on(line, Reply.status(307).with("Location", store.url("/signed")));
            store.on(
                    "GET /signed",
                    Reply.status(401)
                            .with("WWW-Authenticate", "Bearer realm=\"" + store.url("/token") + "\",service=\"x\""));
            store.on(
                    "GET /token?service=x&scope=repository%3Ateam%2Fapp%3Apull",
                    Reply.status(200).body("{}"));

            var repository = client.repository(registry.reference("team/app"));
            RegistryException refused = assertThrows(RegistryException.class, () -> repository.openBlob(blob));

            assertEquals(401, refused.status());
            assertEquals(List.of("GET /signed"), store.lines(), "no token was asked for");
            assertNull(store.request("GET /signed").header("Authorization"));
        }
    }

    @Test
    void aRedirectOnTheRegistryItselfIsChallengedAsUsual() throws Exception {
        try (ScriptedRegistry registry = new ScriptedRegistry();
                var client = Fixtures.client(Fixtures.login(registry, Credential.basic("ann", "secret")))) {
            registry.on(line, Reply.status(307).with("Location", "/elsewhere"));
            registry.on(
                    "GET /elsewhere",
                    Reply.status(401).with("WWW-Authenticate", "Basic realm=\"hub\""),
                    Reply.status(200).body(content));

            try (var in = client.repository(registry.reference("team/app")).openBlob(blob)) {
                assertEquals("a layer", new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void theScopeARegistryNamesIsAskedForBesideOurs() throws Exception {
        try (ScriptedRegistry registry = new ScriptedRegistry();
                var client = Fixtures.client(Fixtures.login(registry, Credential.basic("ann", "secret")))) {
            String token = "GET /token?service=x&scope=repository%3Ateam%2Fapp%3Apull"
                    + "&scope=repository%3Aproxy%2Fteam%2Fapp%3Apull";
            registry.on(
                    line,
                    Reply.status(401)
                            .with(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"" + registry.url("/token")
                                            + "\",service=\"x\",scope=\"repository:proxy/team/app:pull\""),
                    Reply.status(200).body(content));
            registry.on(token, Reply.status(200).body("{\"token\":\"t\"}"));

            for (int i = 0; i < 2; i++) {
                try (var in = client.repository(registry.reference("team/app")).openBlob(blob)) {
                    in.readAllBytes();
                }
            }

            assertEquals(List.of(line, token, line, line), registry.lines(), "learnt once, then known");
        }
    }
}
