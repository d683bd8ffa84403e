package io.github.multiarchmaven.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Static credentials, chains, and the credentials themselves. */
class CredentialSourceTest {
    private static final Credential JOE = Credential.basic("joe", "canary");
    private static final Credential ANN = Credential.basic("ann", "canary");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            hub.io, hub.io, true
            hub.io, hub.io:5000, true
            hub.io, HUB.io, true
            hub.io:5000, hub.io:5000, true
            hub.io:5000, hub.io, false
            hub.io:5000, hub.io:5001, false
            [::1], [::1]:5000, true
            docker.io, docker.io, true
            index.docker.io, docker.io, true
            registry-1.docker.io, docker.io, true
            hub.io, other.io, false
            hub.io, hub.io.evil.com, false
            """)
    void aServersIdIsAHostWithOrWithoutPort(String id, String host, boolean found) {
        var source = new StaticCredentials(Map.of(id, JOE), "settings.xml");
        assertEquals(found ? Optional.of(JOE) : Optional.empty(), source.find(host));
        assertEquals(found ? "settings.xml server '" + id + "'" : "settings.xml", source.describe(host));
    }

    @Test
    void theIdWithThePortWins() {
        var source = new StaticCredentials(Map.of("hub.io", JOE, "hub.io:5000", ANN), "settings.xml");
        assertEquals(Optional.of(ANN), source.find("hub.io:5000"));
        assertEquals(Optional.of(JOE), source.find("hub.io:5001"));
    }

    @Test
    void theFirstSourceOfAChainWinsAndIsNamed() {
        var chain = CredentialSource.chain(
                new StaticCredentials(Map.of("a.io", JOE), "first"),
                new StaticCredentials(Map.of("a.io", ANN, "b.io", ANN), "second"));
        assertEquals(Optional.of(JOE), chain.find("a.io"));
        assertEquals("first server 'a.io'", chain.describe("a.io"));
        assertEquals(Optional.of(ANN), chain.find("b.io"));
        assertEquals("second server 'b.io'", chain.describe("b.io"));
    }

    @Test
    void aLaterSourceIsNotAskedWhenAnEarlierAnswers() {
        var chain = CredentialSource.chain(new StaticCredentials(Map.of("a.io", JOE), "first"), new CredentialSource() {
            @Override
            public Optional<Credential> find(String registryHost) {
                throw new AssertionError("asked");
            }

            @Override
            public String describe(String registryHost) {
                throw new AssertionError("asked");
            }
        });
        assertEquals(Optional.of(JOE), chain.find("a.io"));
        assertEquals("first server 'a.io'", chain.describe("a.io"));
    }

    @Test
    void whereNothingIsFoundThePlacesAreNamed(@TempDir Path folder) {
        var environment = CredentialSource.ofEnvironment(Map.of("DOCKER_CONFIG", folder.toString()), folder);
        var chain = CredentialSource.chain(new StaticCredentials(Map.of(), "settings.xml"), environment);
        assertEquals(
                "no credentials found for a.io (looked in settings.xml, " + folder.resolve("config.json") + ", "
                        + folder.resolve(".config/containers/auth.json") + ")",
                chain.describe("a.io"));
        assertEquals(Optional.empty(), chain.find("a.io"));
    }

    @Test
    void noneFindsNothing() {
        assertEquals(Optional.empty(), CredentialSource.none().find("a.io"));
        assertEquals("no credentials found for a.io", CredentialSource.none().describe("a.io"));
        assertEquals(
                "no credentials found for a.io",
                CredentialSource.chain(CredentialSource.none()).describe("a.io"));
    }

    @Test
    void credentialsDoNotShowTheirSecret() {
        for (Credential credential : new Credential[] {JOE, Credential.identityToken("canary")}) {
            assertFalse(credential.toString().contains("canary"));
            assertFalse(credential.identity().contains("canary"));
        }
    }

    @Test
    void identitiesTellCredentialsApart() {
        assertEquals(
                Credential.basic("a", "bc").identity(),
                Credential.basic("a", "bc").identity());
        assertNotEquals(
                Credential.basic("a", "bc").identity(),
                Credential.basic("ab", "c").identity());
        assertNotEquals(
                Credential.basic("", "t").identity(),
                Credential.identityToken("t").identity());
        assertNotEquals(Credential.basic("a", "b"), Credential.basic("a", "c"));
    }

    @Test
    void basicAuthorizationIsInUtf8() {
        // RFC 7617, section 2.1: "test" and "123" with a pound sign.
        assertEquals(
                "Basic dGVzdDoxMjPCow==", Credential.basic("test", "123\u00A3").basicHeader());
        assertThrows(
                IllegalStateException.class, () -> Credential.identityToken("t").basicHeader());
    }
}
