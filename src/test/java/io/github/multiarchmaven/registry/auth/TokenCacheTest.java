package io.github.multiarchmaven.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiarchmaven.registry.auth.TokenCache.Key;
import io.github.multiarchmaven.registry.auth.TokenCache.Token;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Key KEY = new Key("https://a.io/token", "hub", Scope.pull("a"), "joe");

    /** A clock that is moved by hand. */
    private static final class Hands extends Clock {
        private Instant now = START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final Hands clock = new Hands();
    private final TokenCache cache = new TokenCache(clock);
    private final AtomicInteger fetched = new AtomicInteger();

    private String get(Key key) {
        return cache.get(key, () -> new Token("t" + fetched.incrementAndGet(), clock.now.plusSeconds(60)))
                .value();
    }

    @Test
    void beforeALongUploadATokenThatWillNotLastIsRenewed() {
        assertEquals("t1", get(KEY));
        clock.now = START.plusSeconds(29);
        assertEquals("t1", lasting(Duration.ofMinutes(5)), "half of its life is enough for anything");
        clock.now = START.plusSeconds(31);
        assertEquals("t1", lasting(Duration.ofSeconds(20)));
        assertEquals("t2", lasting(Duration.ofMinutes(5)));
        assertEquals("t2", lasting(Duration.ofMinutes(5)));
    }

    private String lasting(Duration atLeast) {
        return cache.get(KEY, atLeast, () -> new Token("t" + fetched.incrementAndGet(), clock.now.plusSeconds(60)))
                .value();
    }

    @Test
    void aTokenIsUsedUntilShortlyBeforeItEnds() {
        assertEquals("t1", get(KEY));
        clock.now = START.plusSeconds(49);
        assertEquals("t1", get(KEY));
        clock.now = START.plusSeconds(50);
        assertEquals("t2", get(KEY));
    }

    @Test
    void aTokenServesItsKeyOnly() {
        assertEquals("t1", get(KEY));
        assertEquals("t2", get(new Key(KEY.realm(), KEY.service(), Scope.push("a"), KEY.identity())));
        assertEquals("t3", get(new Key(KEY.realm(), KEY.service(), KEY.scope(), "")));
        assertEquals("t4", get(new Key(KEY.realm(), "other", KEY.scope(), KEY.identity())));
        assertEquals("t5", get(new Key("https://b.io/token", KEY.service(), KEY.scope(), KEY.identity())));
        assertEquals("t1", get(KEY));
    }

    @Test
    void aRefusedTokenIsForgotten() {
        get(KEY);
        cache.forget(KEY, "t1");
        assertEquals("t2", get(KEY));
    }

    @Test
    void aNewerTokenOutlivesTheRefusalOfAnOlder() {
        get(KEY);
        cache.forget(KEY, "t0");
        assertEquals("t1", get(KEY));
    }

    @Test
    void aFailureIsNotRemembered() {
        assertThrows(
                IllegalStateException.class,
                () -> cache.get(KEY, () -> {
                    throw new IllegalStateException("down");
                }));
        assertEquals("t1", get(KEY));
    }

    @Test
    void threadsThatWantTheSameTokenAskForItOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                tasks.add(() -> get(KEY));
            }
            for (Future<String> value : threads.invokeAll(tasks)) {
                assertEquals("t1", value.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTokenDoesNotShowItself() {
        assertFalse(
                new Token("canary", START.plus(Duration.ofDays(1))).toString().contains("canary"));
    }
}
