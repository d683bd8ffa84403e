package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.registry.auth.HostNames;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * Logins of settings.xml: the {@code <server>} whose id is the registry's {@code host:port}, else its {@code host}; for Docker Hub any of its names.
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

    /**
     * The login of the server with this very id.
     *
     * @param registry for the sentence when there is none
     */
    Credential ofServer(String id, String registry) {
        Server server = settings.getServer(id);
        if (server == null) {
            throw new InvalidInputException(
                    "The <auth> for " + registry + " names a server that is not there: settings.xml has no"
                            + " <server> with the id '" + id + "'. Add it, or correct <serverId>.");
        }
        return decrypt(server);
    }

    private Server server(String registryHost) {
        return Stream.concat(Stream.of(registryHost), HostNames.candidates(registryHost).stream())
                .map(settings::getServer)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
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
