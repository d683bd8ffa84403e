package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import io.github.multiarchmaven.server.RequestListener;
import java.io.File;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import org.eclipse.aether.SessionData;

/** Where a started registry is kept between goals of one build: with the session, one for each project. */
public abstract class AbstractEmbeddedRegistryMojo extends AbstractMultiarchMojo {
    @Override
    protected final boolean needsModule() {
        return false;
    }

    /** The registry of this project; null when none runs. */
    protected final AutoCloseable running() {
        return data().get(key()) instanceof AutoCloseable registry ? registry : null;
    }

    /** @param registry null to forget it */
    protected final void remember(AutoCloseable registry) {
        data().set(key(), registry);
    }

    protected static int checkedPort(int port) {
        if (port < 0 || port > 65535) {
            throw new InvalidInputException("The parameter port is " + port + "; it has to be between 0 and 65535.");
        }
        return port;
    }

    protected static EmbeddedRegistry start(InetSocketAddress address, File storage, RequestListener listener) {
        try {
            return EmbeddedRegistry.start(address, storage == null ? null : storage.toPath(), listener);
        } catch (UncheckedIOException e) {
            throw new InvalidInputException(
                    "Starting the embedded registry at " + address.getHostString() + ":"
                            + address.getPort() + " failed: " + e.getCause().getMessage()
                            + ". Choose another port with -Dmultiarch.registry.port (0 takes a free one).",
                    e);
        }
    }

    private SessionData data() {
        return session().getRepositorySession().getData();
    }

    private String key() {
        return "io.github.multiarchmaven.registry." + project().getId();
    }
}
