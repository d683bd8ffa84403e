package io.github.multiarchmaven.registry;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends writing that takes too long by closing its socket: there is no other way. One thread looks after all of a client's. */
final class Stalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stalls.class);

    private final long limit;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private Thread thread;
    private volatile boolean closed;

    /** @param limit of one writing */
    Stalls(Duration limit) {
        this.limit = limit.toNanos();
    }

    /** From now until it is closed. */
    Watch watch(Socket socket) {
        Watch watch = new Watch(socket);
        watches.add(watch);
        start();
        return watch;
    }

    private synchronized void start() {
        if (thread == null && !closed) {
            thread = new Thread(this::look, "multiarch-stalls");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void look() {
        while (!closed) {
            long now = System.nanoTime();
            watches.forEach(watch -> watch.endIfStalled(now));
            try {
                Thread.sleep(Math.max(10, Math.min(1000, limit / 4_000_000)));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** One writing. */
    final class Watch implements AutoCloseable {
        private final Socket socket;
        private final long since = System.nanoTime();
        private volatile boolean ended;

        private Watch(Socket socket) {
            this.socket = socket;
        }

        private void endIfStalled(long now) {
            if (now - since < limit || ended) {
                return;
            }
            ended = true;
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("Closing a stalled connection", e);
            }
        }

        /** Whether it took too long, and its socket was closed. */
        boolean hasEnded() {
            return ended;
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
