package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.registry.RegistryClient;
import java.util.function.Supplier;

/** A registry client that is opened when something has to be read from a registry: an image at hand needs none. For several threads. */
final class ClientOnDemand implements AutoCloseable {
    private final Supplier<RegistryClient> opening;
    private RegistryClient client;

    ClientOnDemand(Supplier<RegistryClient> opening) {
        this.opening = opening;
    }

    synchronized Repository source(Reference asked) {
        if (client == null) {
            client = opening.get();
        }
        return client.source(asked);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
