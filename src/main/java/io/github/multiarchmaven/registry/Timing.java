package io.github.multiarchmaven.registry;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance, as waiting needs them: tests have their own, and do not wait. */
interface Timing {
    Instant now();

    void sleep(Duration duration) throws InterruptedException;

    /** From 0 to 1, without 1. */
    double random();

    /** Sleeps, and ends a request when the thread is interrupted; the thread stays so. */
    default void pause(Duration duration) throws Interruption {
        if (duration.isZero() || duration.isNegative()) {
            return;
        }
        try {
            sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interruption();
        }
    }

    /** The thread was interrupted while it waited. */
    final class Interruption extends InterruptedIOException {
        private static final long serialVersionUID = 1L;

        Interruption() {
            super("interrupted");
        }
    }

    Timing SYSTEM = new Timing() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }

        @Override
        public double random() {
            return ThreadLocalRandom.current().nextDouble();
        }
    };
}
