package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.util.Optional;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * Logins of settings.xml: the {@code <server>} whose id is the registry's {@code host:port}, else its {@code host}.
 *
 * <p>Only the server that is asked for is decrypted, so that a broken entry of another system hurts nobody.
 */
final class SettingsCredentials implements CredentialSource {
    private final Settings settings;
    private final SettingsDecrypter decrypter;

    SettingsCredentials(Settings settings, SettingsDecrypter decrypter) {
        this.settings = settings;
        this.decrypter = decrypter;
    }

    @Override
    public Optional<Credential> find(String registryHost) {
        return Optional.ofNullable(server(registryHost)).map(this::decrypt);
    }

    @Override
    public String describe(String registryHost) {
        Server server = server(registryHost);
        return "settings.xml server '" + (server == null ? registryHost : server.getId()) + "'";
    }

    private Server server(String registryHost) {
        Server exact = settings.getServer(registryHost);
        if (exact != null) {
            return exact;
        }
        int port = registryHost.lastIndexOf(':');
        boolean hasPort = port > registryHost.lastIndexOf(']');
        return hasPort ? settings.getServer(registryHost.substring(0, port)) : null;
    }

    private Credential decrypt(Server server) {
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        SettingsSecrets.requireDecrypted(result, "server '" + server.getId() + "'");
        Server plain = result.getServer();
        if (plain.getUsername() == null || plain.getPassword() == null) {
            throw new InvalidInputException("The settings.xml server '" + server.getId()
                    + "' lacks <username> or <password>. Complete it, or remove it to go without a login.");
        }
        return Credential.basic(plain.getUsername(), plain.getPassword());
    }
}
