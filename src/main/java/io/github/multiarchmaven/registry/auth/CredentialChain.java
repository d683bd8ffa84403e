package io.github.multiarchmaven.registry.auth;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Several sources in order of precedence. */
final class CredentialChain implements CredentialSource {
    private final List<CredentialSource> sources;

    CredentialChain(List<CredentialSource> sources) {
        this.sources = sources.stream()
                .flatMap(source -> source instanceof CredentialChain chain ? chain.sources.stream() : Stream.of(source))
                .toList();
    }

    @Override
    public Optional<Credential> find(String registryHost) {
        return sources.stream()
                .map(source -> source.find(registryHost))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public String describe(String registryHost) {
        for (CredentialSource source : sources) {
            if (source.find(registryHost).isPresent()) {
                return source.describe(registryHost);
            }
        }
        String places = sources.stream()
                .map(source -> source.describe(registryHost))
                .distinct()
                .collect(Collectors.joining(", "));
        return "no credentials found for " + registryHost + (places.isBlank() ? "" : " (looked in " + places + ")");
    }
}
