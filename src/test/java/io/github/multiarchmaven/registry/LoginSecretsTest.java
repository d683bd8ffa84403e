package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins that cannot work, and servers that try to lead a secret elsewhere. */
final class LoginSecretsTest {
    private static final String CANARY = "canary-secret-7f3a";

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** RFC 9110 lets 307 and 308 repeat the body, which here is the token itself. */
    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void aTokenServerCannotHandTheRefreshTokenToAnotherServer(int status) {
        try (ScriptedRegistry registry = new ScriptedRegistry();
                ScriptedRegistry thief = new ScriptedRegistry();
                RegistryClient client = Fixtures.client(Fixtures.login(registry, Credential.identityToken(CANARY)))) {
            thief.on("POST /token", Reply.status(200).body("{\"access_token\":\"t\"}"));
            registry.on(
                            "GET /v2/team/app/manifests/1",
                            Reply.status(401)
                                    .with(
                                            "WWW-Authenticate",
                                            "Bearer realm=\"" + registry.url("/token") + "\",service=\"hub\""))
                    .on("POST /token", Reply.status(status).with("Location", thief.url("/token")));
            RegistryRepository target = client.repository(registry.reference("team/app"));
            ImageException e = assertThrows(ImageException.class, () -> target.manifest("1"));
            assertFalse(trace(e).contains(CANARY));
            assertTrue(thief.requests().stream().noneMatch(r -> r.text().contains(CANARY)), "the thief has the token");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {CANARY, "{\"token\":\"" + CANARY, "{\"token\":\"" + CANARY + "\\n\"}", "[\"" + CANARY + "\"]"})
    void aTokenAnswerThatIsNotUnderstoodIsNotQuoted(String answer) {
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client = Fixtures.client(Fixtures.login(registry, Credential.basic("u", "p")))) {
            registry.on(
                            "GET /v2/team/app/manifests/1",
                            Reply.status(401)
                                    .with("WWW-Authenticate", "Bearer realm=\"" + registry.url("/token") + "\""))
                    .on(
                            "GET /token?scope=repository%3Ateam%2Fapp%3Apull",
                            Reply.status(200).body(answer));
            RegistryRepository target = client.repository(registry.reference("team/app"));
            ImageException e = assertThrows(ImageException.class, () -> target.manifest("1"));
            assertFalse(trace(e).contains(CANARY), trace(e));
            assertTrue(e.getMessage().contains("manifest 1 of " + registry.host()), e.getMessage());
        }
    }

    /** The JDK's exceptions quote what they cannot parse, and a debug log has all causes. */
    @Test
    void anAddressThatIsNoneIsQuotedNowhere() {
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client = Fixtures.client(CredentialSource.none())) {
            Descriptor layer = Fixtures.blob(Fixtures.bytes("a layer"));
            String address = "http://[bad?sig=" + CANARY;
            registry.on("HEAD /v2/team/app/blobs/" + layer.digest(), Reply.status(404))
                    .on("POST /v2/team/app/blobs/uploads/", Reply.status(202).with("Location", address))
                    .on(
                            "GET /v2/team/app/tags/list?n=1000",
                            Reply.status(200)
                                    .with("Link", "<" + address + ">; rel=\"next\"")
                                    .body("{\"tags\":[]}"))
                    .on(
                            "GET /v2/team/app/manifests/1",
                            Reply.status(401).with("WWW-Authenticate", "Bearer realm=\"" + address + "\""))
                    .on("GET /v2/team/app/manifests/2", Reply.status(307).with("Location", address));
            RegistryRepository target = client.repository(registry.reference("team/app"));
            for (Executable attempt : List.<Executable>of(
                    () -> target.putBlob(layer, null, () -> new ByteArrayInputStream(Fixtures.bytes("a layer"))),
                    target::tags,
                    () -> target.manifest("1"),
                    () -> target.manifest("2"))) {
                ImageException e = assertThrows(ImageException.class, attempt);
                assertFalse(trace(e).contains(CANARY), trace(e));
            }
        }
    }

    /** The library parses some headers as numbers. */
    @Test
    void anUnusableHeaderOfAnAnswerIsAFailureOfTheRegistry() {
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client = Fixtures.client(Fixtures.login(registry, Credential.basic("u", "p")))) {
            registry.on(
                    "GET /v2/team/app/manifests/1",
                    Reply.status(200).with("Age", CANARY).body("{}"));
            RegistryRepository target = client.repository(registry.reference("team/app"));
            ImageException e = assertThrows(ImageException.class, () -> target.manifest("1"));
            assertFalse(e.getMessage().contains(CANARY), e.getMessage());
        }
    }
}
