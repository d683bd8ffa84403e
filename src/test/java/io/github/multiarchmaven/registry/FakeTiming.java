package io.github.multiarchmaven.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that goes only when somebody sleeps, which takes no time; chance is always nearly one, so that waits are the longest. */
final class FakeTiming implements Timing {
    static final Instant START = Instant.parse("2024-05-06T07:08:09Z");

    private final List<Duration> slept = new ArrayList<>();
    private Instant now = START;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        slept.add(duration);
        now = now.plus(duration);
    }

    @Override
    public double random() {
        return 0.999;
    }

    /** How long each sleep was, in order. */
    synchronized List<Duration> slept() {
        return List.copyOf(slept);
    }
}
