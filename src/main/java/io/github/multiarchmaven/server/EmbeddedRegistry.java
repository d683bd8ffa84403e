package io.github.multiarchmaven.server;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running registry. All its threads are daemons: one that is not closed does not keep the JVM alive.
 *
 * <p>There is no authentication: bind it to a loopback address unless everyone who reaches the port may read and write.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
    /** Requests handled at once; further ones wait. */
    private static final int THREADS = 32;

    private static final int LOGGED_REQUESTS = 10_000;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Storage storage;
    private final Router router;
    private final RequestListener listener;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Deque<LoggedRequest> requests = new ArrayDeque<>();

    private EmbeddedRegistry(HttpServer server, Storage storage, RequestListener listener) {
        this.server = server;
        this.storage = storage;
        this.listener = listener;
        AtomicInteger number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "embedded-registry-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        // Read only: setting it would change every other server of this JVM.
        boolean noDelay = Boolean.getBoolean("sun.net.httpserver.nodelay");
        this.router = new Router(new Repositories(storage), noDelay, this::log);
        server.createContext("/", router);
    }

    /**
     * Starts one on 127.0.0.1 and a free port, its content on the heap.
     *
     * @throws RegistryStartException when it cannot listen
     */
    public static EmbeddedRegistry inMemory() {
        return start(new InetSocketAddress("127.0.0.1", 0), null, null);
    }

    /**
     * @param bind port 0 for a free one
     * @param storageOrNull a new, empty or earlier storage directory, used by one registry at a time; null for the heap
     * @throws RegistryStartException when the address is taken or the directory not usable
     */
    public static EmbeddedRegistry start(InetSocketAddress bind, Path storageOrNull, RequestListener listenerOrNull) {
        Storage storage = storageOrNull == null ? new MemoryStorage() : DiskStorage.open(storageOrNull);
        try {
            // More than the default of 50 waiting connections: clients open many at once, and a full queue costs them a
            // second.
            HttpServer server = HttpServer.create(bind, 512);
            EmbeddedRegistry registry = new EmbeddedRegistry(server, storage, listenerOrNull);
            registry.begin();
            return registry;
        } catch (IOException | RuntimeException e) {
            closeQuietly(storage);
            if (e instanceof RegistryStartException start) {
                throw start;
            }
            throw new RegistryStartException(
                    "Starting the embedded registry on " + bind.getHostString() + ":" + bind.getPort() + ": "
                            + e.getMessage() + ". Stop what listens there, or choose another address or port.",
                    e);
        }
    }

    private void begin() {
        // The server's dispatcher thread is a daemon exactly when the thread that starts it is one.
        Thread starter = new Thread(server::start, "embedded-registry-start");
        starter.setDaemon(true);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new RegistryStartException("Starting the embedded registry was interrupted.", e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Host and port as a {@code Reference} begins with, for example {@code 127.0.0.1:5000} or {@code [::1]:5000}. */
    public String host() {
        InetAddress address = server.getAddress().getAddress();
        if (address.isAnyLocalAddress()) {
            return "127.0.0.1:" + port();
        }
        if (address instanceof Inet6Address) {
            String text = address.getHostAddress();
            int zone = text.indexOf('%');
            return "[" + (zone < 0 ? text : text.substring(0, zone)) + "]:" + port();
        }
        return address.getHostAddress() + ":" + port();
    }

    /** The last 10,000 requests, oldest first. A request is here before its client has the answer. */
    public List<LoggedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    private void log(LoggedRequest request) {
        synchronized (requests) {
            if (requests.size() == LOGGED_REQUESTS) {
                requests.removeFirst();
            }
            requests.addLast(request);
        }
        if (listener != null) {
            listener.answered(request);
        }
    }

    /** Stops listening, breaks open connections and lets go of the storage. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.stop(0);
        threads.shutdownNow();
        try {
            // A request that is still writing must not outlive the storage's lock.
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.debug("Requests are still running five seconds after the registry was stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeQuietly(router);
        closeQuietly(storage);
    }

    private static void closeQuietly(Closeable part) {
        try {
            part.close();
        } catch (IOException e) {
            LOG.debug("Closing a part of the registry failed", e);
        }
    }
}
