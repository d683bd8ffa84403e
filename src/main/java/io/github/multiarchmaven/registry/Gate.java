package io.github.multiarchmaven.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way to one host: so many reads and so many writes at once, whatever the number of threads, and none at all while the host
 * wants to be left alone ({@code Retry-After}). Who waits here waits until it is let in or interrupted.
 *
 * <p>Reads and writes are counted apart, and a write may wait for a read but never the other way round: an upload whose source
 * is a download from the same host always comes to its end.
 */
final class Gate {
    private final Timing timing;
    private final Semaphore reads;
    private final Semaphore writes;
    private Instant closedUntil = Instant.MIN;
    private volatile boolean answered;

    enum Direction {
        READ,
        WRITE
    }

    /** The right to run one request. Closing it again does nothing; any thread may. */
    static final class Permit implements AutoCloseable {
        private final Semaphore from;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Permit(Semaphore from) {
            this.from = from;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                from.release();
            }
        }
    }

    Gate(int permits, Timing timing) {
        this.timing = timing;
        this.reads = new Semaphore(permits, true);
        this.writes = new Semaphore(permits, true);
    }

    Permit enter(Direction direction) throws Timing.Interruption {
        awaitOpen();
        Semaphore semaphore = direction == Direction.READ ? reads : writes;
        try {
            semaphore.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Timing.Interruption();
        }
        Permit permit = new Permit(semaphore);
        try {
            // It may have been closed while this thread waited for its turn.
            awaitOpen();
        } catch (Timing.Interruption e) {
            permit.close();
            throw e;
        }
        return permit;
    }

    private void awaitOpen() throws Timing.Interruption {
        for (Duration left = left(); !left.isZero(); left = left()) {
            timing.pause(left);
        }
    }

    private synchronized Duration left() {
        Instant now = timing.now();
        return now.isBefore(closedUntil) ? Duration.between(now, closedUntil) : Duration.ZERO;
    }

    synchronized void closeFor(Duration duration) {
        Instant until = timing.now().plus(duration);
        if (until.isAfter(closedUntil)) {
            closedUntil = until;
        }
    }

    void answered() {
        answered = true;
    }

    /** Whether the host has answered before, so that a refused connection is a passing thing and no wrong name. */
    boolean hasAnswered() {
        return answered;
    }
}
