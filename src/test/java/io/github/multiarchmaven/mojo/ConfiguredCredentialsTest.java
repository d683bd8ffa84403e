package io.github.multiarchmaven.mojo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.auth.Credential;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredCredentialsTest {
    private final Settings settings = new Settings();
    private final SettingsDecrypter decrypter =
            request -> new Decryption(request.getServers().get(0), List.of());

    private ConfiguredCredentials of(AuthConfiguration... auths) {
        return new ConfiguredCredentials(List.of(auths), new SettingsCredentials(settings, decrypter));
    }

    private static AuthConfiguration login(String registry, String user, String password) {
        return new AuthConfiguration(registry, null, user, password);
    }

    @ParameterizedTest
    @CsvSource({
        "hub.io, hub.io:5000, true",
        "hub.io:5000, HUB.io:5000, true",
        "Hub.io, hub.io, true",
        "hub.io:5000, hub.io, false",
        "registry-1.docker.io, docker.io, true",
        "hub.io, other.io, false"
    })
    void anAuthIsForItsRegistry(String registry, String host, boolean found) {
        var credentials = of(login(registry, "joe", "x"));
        assertEquals(found ? Optional.of(Credential.basic("joe", "x")) : Optional.empty(), credentials.find(host));
        assertEquals(
                "the parameter auths" + (found ? ", registry '" + registry.toLowerCase() + "'" : ""),
                credentials.describe(host));
    }

    @Test
    void thePortWinsOverTheHostAlone() {
        var credentials = of(login("hub.io", "host", "x"), login("hub.io:5000", "port", "x"));
        assertEquals("port", credentials.find("hub.io:5000").orElseThrow().user());
    }

    @Test
    void anIdNamesAServerWhateverTheRegistrysName() {
        Server server = new Server();
        server.setId("corp");
        server.setUsername("ann");
        server.setPassword("x");
        settings.addServer(server);
        var credentials = of(new AuthConfiguration("hub.io", "corp", null, null));
        assertEquals(Optional.of(Credential.basic("ann", "x")), credentials.find("hub.io"));
    }

    @Test
    void anIdThatIsNotThereIsAnErrorAndNotPassedOver() {
        var credentials = of(new AuthConfiguration("hub.io", "corp", null, null));
        var e = assertThrows(InvalidInputException.class, () -> credentials.find("hub.io"));
        assertTrue(e.getMessage().contains("no <server> with the id 'corp'"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            textBlock =
                    """
            joe,          none,              has no <password>
            none,         canary,            has no <username>
            joe,          '',                has no <password>
            joe,          ${env.HUB_PW},     there is no environment variable HUB_PW
            ${hub.user},  canary,            there is no property hub.user
            """)
    void whatIsNotSetIsNamedAndNeverSent(String user, String password, String text) {
        var credentials = of(login("hub.io", user, password), login("other.io", "ann", "x"));
        var e = assertThrows(InvalidInputException.class, () -> credentials.find("hub.io"));
        assertTrue(e.getMessage().contains(text), e.getMessage());
        assertTrue(e.getMessage().contains("hub.io"), e.getMessage());
        assertFalse(e.getMessage().contains("canary"), e.getMessage());
        assertEquals("ann", credentials.find("other.io").orElseThrow().user(), "another registry is not held up");
    }

    @Test
    void anIdBesideAPasswordIsRefused() {
        var credentials = of(new AuthConfiguration("hub.io", "corp", "joe", "x"));
        assertThrows(InvalidInputException.class, () -> credentials.find("hub.io"));
    }

    @Test
    void aPasswordMayComeFromAVariableThatOnlyIsNamed() {
        var auth = AuthConfiguration.ofVariable("hub.example.com", "joe", "HUB", Map.of("HUB", "secret")::get);
        assertEquals("secret", auth.password());
        var unset = AuthConfiguration.ofVariable("hub.example.com", "joe", "canary", name -> null);
        var refused = assertThrows(InvalidInputException.class, unset::password);
        assertTrue(refused.getMessage().contains("hub.example.com"), refused.getMessage());
        assertFalse(refused.getMessage().contains("canary"), refused.getMessage());
    }
}
