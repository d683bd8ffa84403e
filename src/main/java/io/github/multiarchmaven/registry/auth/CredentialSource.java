package io.github.multiarchmaven.registry.auth;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where credentials for a registry come from. Implementations are safe for use by several threads. */
public interface CredentialSource {

    /**
     * @param registryHost host and optional port as in a reference, {@code hub.example.com:5000}; {@code docker.io} for
     *     Docker Hub
     */
    Optional<Credential> find(String registryHost);

    /**
     * The credentials for one repository: Podman's files may have logins for parts of a registry.
     *
     * @param repository as in a reference, {@code team/app}
     */
    default Optional<Credential> find(String registryHost, String repository) {
        return find(registryHost);
    }

    /** These credentials as they look from one repository. */
    default CredentialSource forRepository(String repository) {
        CredentialSource all = this;
        return new CredentialSource() {
            @Override
            public Optional<Credential> find(String registryHost) {
                return all.find(registryHost, repository);
            }

            @Override
            public String describe(String registryHost) {
                return all.describe(registryHost, repository);
            }
        };
    }

    /**
     * Where the credentials for this registry were found, or where they were looked for in vain; a phrase for messages,
     * never with a value.
     */
    String describe(String registryHost);

    /** As {@link #describe(String)}, for one repository. */
    default String describe(String registryHost, String repository) {
        return describe(registryHost);
    }

    /** Finds nothing. */
    static CredentialSource none() {
        return chain();
    }

    /** The first that has credentials for a registry wins. */
    static CredentialSource chain(CredentialSource... sources) {
        return new CredentialChain(Arrays.asList(sources));
    }

    /**
     * Where Docker and Podman keep logins: {@code $DOCKER_CONFIG/config.json}, else {@code ~/.docker/config.json}; then
     * {@code $REGISTRY_AUTH_FILE}, else {@code $XDG_RUNTIME_DIR/containers/auth.json} and {@code ~/.config/containers/auth.json}.
     *
     * @param environment as {@link System#getenv()}
     * @param userHome the home folder where the environment names none
     */
    static CredentialSource ofEnvironment(Map<String, String> environment, Path userHome) {
        List<CredentialSource> files = ConfigJson.locations(environment, userHome).stream()
                .<CredentialSource>map(file -> new ConfigJson(file, environment))
                .toList();
        return new CredentialChain(files);
    }
}
