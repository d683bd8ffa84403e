package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client of registries that speak the OCI distribution specification 1.1. One for a goal's run: it owns the connections, the
 * logins and the tokens, shared by all its repositories and threads.
 */
public final class RegistryClient implements AutoCloseable {
    private final RegistryOptions options;
    private final Http http;
    private final Authorizer authorizer;
    private final Map<String, RegistryRepository> repositories = new ConcurrentHashMap<>();

    private final Set<String> unreachable = ConcurrentHashMap.newKeySet();

    public RegistryClient(RegistryOptions options) {
        this(options, Timing.SYSTEM);
    }

    RegistryClient(RegistryOptions options, Timing timing) {
        this.options = options;
        this.http = new Http(options, timing);
        this.authorizer = new Authorizer(http, options);
    }

    /**
     * The repository a reference names, for reading: its mirrors first, if it has any. Not for writing, as what a mirror has need
     * not be in the registry. No request is made.
     */
    public Repository source(Reference reference) {
        List<MirroredRepository.Mirror> mirrors = options.mirrors().of(reference).stream()
                .map(mirror -> new MirroredRepository.Mirror(mirror.registry(), repository(mirror)))
                .toList();
        Repository origin = repository(reference);
        return mirrors.isEmpty() ? origin : new MirroredRepository(origin, mirrors, unreachable);
    }

    /** The repository a reference names; tag and digest of the reference do not matter. No request is made. */
    public RegistryRepository repository(Reference reference) {
        return repositories.computeIfAbsent(
                reference.name(),
                name -> new RegistryRepository(new Exchange(
                        http,
                        authorizer,
                        options,
                        new Reference(reference.registry(), reference.repository(), null, null))));
    }

    /** Questions about a registry itself, asked with the settings and the login that this client uses. */
    public RegistryProbe probe(Reference reference) {
        return new RegistryProbe(
                http,
                new Exchange(
                        http,
                        authorizer,
                        options,
                        new Reference(reference.registry(), reference.repository(), null, null)),
                options);
    }

    /** Where else a repository is read first; empty when it has no mirrors. */
    public List<Reference> mirrors(Reference reference) {
        return options.mirrors().of(reference);
    }

    @Override
    public void close() {
        http.close();
    }
}
