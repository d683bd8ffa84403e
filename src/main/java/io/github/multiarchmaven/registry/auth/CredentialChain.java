package io.github.multiarchmaven.registry.auth;

import io.github.multiarchmaven.image.ImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
        return first(source -> source.find(registryHost));
    }

    @Override
    public Optional<Credential> find(String registryHost, String repository) {
        return first(source -> source.find(registryHost, repository));
    }

    private Optional<Credential> first(Function<CredentialSource, Optional<Credential>> finding) {
        return sources.stream().map(finding).flatMap(Optional::stream).findFirst();
    }

    @Override
    public String describe(String registryHost) {
        return describe(registryHost, source -> source.find(registryHost), source -> source.describe(registryHost));
    }

    @Override
    public String describe(String registryHost, String repository) {
        return describe(
                registryHost,
                source -> source.find(registryHost, repository),
                source -> source.describe(registryHost, repository));
    }

    private String describe(
            String registryHost,
            Function<CredentialSource, Optional<Credential>> finding,
            Function<CredentialSource, String> describing) {
        List<String> tried = new ArrayList<>();
        for (CredentialSource source : sources) {
            try {
                if (finding.apply(source).isPresent()) {
                    return describing.apply(source);
                }
                tried.add(describing.apply(source));
            } catch (ImageException e) {
                // A sentence about another failure is being made; this one has been, or will be, thrown by find.
                tried.add(describing.apply(source) + ", which cannot be used");
            }
        }
        String places = tried.stream().distinct().collect(Collectors.joining(", "));
        return "no credentials found for " + registryHost + (places.isBlank() ? "" : " (looked in " + places + ")");
    }
}
