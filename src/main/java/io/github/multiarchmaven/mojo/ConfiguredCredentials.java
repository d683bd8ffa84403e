package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.registry.auth.HostNames;
import java.util.List;
import java.util.Optional;

/** Logins of the parameter {@code auths}. An entry is looked at when its registry is used, so that no other build needs it complete. */
final class ConfiguredCredentials implements CredentialSource {
    private final List<AuthConfiguration> auths;
    private final SettingsCredentials settings;

    ConfiguredCredentials(List<AuthConfiguration> auths, SettingsCredentials settings) {
        this.auths = auths == null ? List.of() : List.copyOf(auths);
        this.settings = settings;
    }

    @Override
    public Optional<Credential> find(String registryHost) {
        return auth(registryHost)
                .map(auth -> auth.serverId() == null
                        ? Credential.basic(auth.username(), auth.password())
                        : settings.ofServer(auth.serverId(), auth.registry()));
    }

    @Override
    public String describe(String registryHost) {
        String place = "the parameter auths";
        return auth(registryHost)
                .map(auth -> place + ", registry '" + auth.registry() + "'")
                .orElse(place);
    }

    private Optional<AuthConfiguration> auth(String registryHost) {
        return HostNames.candidates(registryHost).stream()
                .flatMap(name -> auths.stream().filter(auth -> auth.registry().equals(name)))
                .findFirst();
    }
}
