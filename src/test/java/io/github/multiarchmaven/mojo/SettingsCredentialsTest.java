package io.github.multiarchmaven.mojo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.junit.jupiter.api.Test;

class SettingsCredentialsTest {
    private final Settings settings = new Settings();
    private final List<String> decrypted = new ArrayList<>();

    /** As Maven's: turns {@code {x}} into {@code x}; what it cannot decrypt comes back as it is, with a problem. */
    private final SettingsDecrypter decrypter =
            request -> decrypt(request.getServers().get(0));

    private final SettingsCredentials credentials = new SettingsCredentials(settings, decrypter);

    private SettingsDecryptionResult decrypt(Server given) {
        decrypted.add(given.getId());
        Server server = given.clone();
        List<SettingsProblem> problems = new ArrayList<>();
        String password = String.valueOf(given.getPassword());
        if (password.equals("{broken}")) {
            problems.add(new DefaultSettingsProblem(
                    "Failed to decrypt", SettingsProblem.Severity.ERROR, "server: " + given.getId(), -1, -1, null));
        } else if (password.startsWith("{")) {
            server.setPassword(password.substring(1, password.length() - 1));
        }
        return new Decryption(server, problems);
    }

    private void server(String id, String user, String password) {
        Server server = new Server();
        server.setId(id);
        server.setUsername(user);
        server.setPassword(password);
        settings.addServer(server);
    }

    @Test
    void hostAndPortWinOverTheHostAlone() {
        server("hub.example.com", "host", "a");
        server("hub.example.com:5000", "port", "b");
        assertEquals(
                "port", credentials.find("hub.example.com:5000").orElseThrow().user());
        assertEquals(
                "host", credentials.find("hub.example.com:6000").orElseThrow().user());
        assertEquals("host", credentials.find("hub.example.com").orElseThrow().user());
        assertTrue(credentials.find("other.example.com").isEmpty());
        assertEquals("settings.xml server 'hub.example.com'", credentials.describe("hub.example.com:6000"));
    }

    @Test
    void anIpv6HostIsNotCutAtItsColons() {
        server("[", "wrong", "x");
        assertTrue(credentials.find("[::1]").isEmpty());
        server("[::1]", "loop", "x");
        assertEquals("loop", credentials.find("[::1]:5000").orElseThrow().user());
    }

    @Test
    void onlyTheServerThatIsAskedForIsDecrypted() {
        server("hub.example.com", "u", "{secret}");
        server("broken.example.com", "u", "{broken}");
        assertEquals("secret", credentials.find("hub.example.com").orElseThrow().secret());
        assertEquals(List.of("hub.example.com"), decrypted);
    }

    @Test
    void whatCannotBeDecryptedIsAnErrorAndNeverSent() {
        server("hub.example.com", "u", "{broken}");
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> credentials.find("hub.example.com"));
        assertTrue(
                e.getMessage().contains("settings.xml server 'hub.example.com' cannot be decrypted"), e.getMessage());
        assertFalse(e.getMessage().contains("{broken}"), e.getMessage());
    }

    @Test
    void aServerWithoutPasswordIsExplained() {
        server("hub.example.com", "u", null);
        assertThrows(InvalidInputException.class, () -> credentials.find("hub.example.com"));
    }
}
