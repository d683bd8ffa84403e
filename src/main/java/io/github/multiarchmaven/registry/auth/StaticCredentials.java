package io.github.multiarchmaven.registry.auth;

import java.util.Map;
import java.util.Optional;

/**
 * Credentials that are at hand, as those of {@code settings.xml}: looked up by {@code host:port} first, then by
 * {@code host}.
 */
public final class StaticCredentials implements CredentialSource {
    private final Map<String, Credential> byHost;
    private final String place;

    /**
     * @param byHost keys are registry hosts, with or without port; for {@code settings.xml} the ids of the servers
     * @param place for messages, for example {@code settings.xml}
     */
    public StaticCredentials(Map<String, Credential> byHost, String place) {
        this.byHost = Map.copyOf(byHost);
        this.place = place;
    }

    @Override
    public Optional<Credential> find(String registryHost) {
        return key(registryHost).map(byHost::get);
    }

    @Override
    public String describe(String registryHost) {
        return key(registryHost).map(key -> place + " server '" + key + "'").orElse(place);
    }

    private Optional<String> key(String registryHost) {
        return HostNames.candidates(registryHost).stream()
                .filter(byHost::containsKey)
                .findFirst();
    }
}
