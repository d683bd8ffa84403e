package io.github.multiarchmaven.registry.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where logins come from. Implementations are safe for use by several threads. */
public interface CredentialSource {

    /**
     * @param registryHost {@code host} or {@code host:port} as in references; {@code docker.io} for Docker Hub
     * @return empty when this source has none
     */
    Optional<Credential> find(String registryHost);

    /** Names the place for messages, whether it has a login or not: {@code settings.xml server 'hub.example.com'}. */
    String describe(String registryHost);

    /** A source without logins. */
    static CredentialSource none() {
        return chain();
    }

    /** Asks one after the other; the first that has a login is the one that is described. */
    static CredentialSource chain(CredentialSource... sources) {
        List<CredentialSource> all = List.of(sources);
        return new CredentialSource() {
            @Override
            public Optional<Credential> find(String registryHost) {
                return all.stream()
                        .map(source -> source.find(registryHost))
                        .flatMap(Optional::stream)
                        .findFirst();
            }

            @Override
            public String describe(String registryHost) {
                List<String> asked = new ArrayList<>();
                for (CredentialSource source : all) {
                    if (source.find(registryHost).isPresent()) {
                        return source.describe(registryHost);
                    }
                    asked.add(source.describe(registryHost));
                }
                return "no credentials found for " + registryHost
                        + (asked.isEmpty() ? "" : " (looked in " + String.join(", ", asked) + ")");
            }
        };
    }

    /**
     * What {@code docker login} and {@code podman login} leave behind.
     *
     * @param environment the process's variables: {@code DOCKER_CONFIG}, {@code REGISTRY_AUTH_FILE}, {@code XDG_RUNTIME_DIR},
     *     {@code PATH}
     */
    static CredentialSource ofEnvironment(Map<String, String> environment) {
        return chain();
    }
}
