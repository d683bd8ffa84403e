package io.github.multiarchmaven.registry.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Bearer tokens that are still good.
 *
 * <p>The key holds the credential's identity, so that one user's token never serves another, and an anonymous token
 * never serves a user. Threads that want the same token at once ask for it once.
 */
public final class TokenCache {
    /** Taken off a token's life, for the time between looking at the clock here and at the registry. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Clock clock;
    private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

    public TokenCache(Clock clock) {
        this.clock = clock;
    }

    /**
     * What a token was given for.
     *
     * @param identity of the credential ({@link Credential#identity()}); empty for an anonymous token
     */
    public record Key(String realm, String service, Scope scope, String identity) {}

    /** A token and the moment it ends at. */
    public record Token(String value, Instant expires) {
        @Override
        public String toString() {
            return "token until " + expires;
        }
    }

    private static final class Slot {
        private Token token;
        private Duration life;
    }

    /** The token at hand, or a new one. */
    public Token get(Key key, Supplier<Token> fetch) {
        return get(key, MARGIN, fetch);
    }

    /**
     * The token at hand if it will last, or a new one.
     *
     * @param atLeast how long it has to be good for; half of a token's whole life is always enough, as short-lived ones would be
     *     fetched for every request otherwise
     */
    public Token get(Key key, Duration atLeast, Supplier<Token> fetch) {
        Slot slot = slots.computeIfAbsent(key, k -> new Slot());
        synchronized (slot) {
            if (slot.token == null || !lasts(slot, atLeast)) {
                slot.token = fetch.get();
                slot.life = Duration.between(clock.instant(), slot.token.expires);
            }
            return slot.token;
        }
    }

    private boolean lasts(Slot slot, Duration atLeast) {
        Duration half = slot.life.dividedBy(2);
        Duration needed = atLeast.compareTo(half) < 0 ? atLeast : half;
        return clock.instant().isBefore(slot.token.expires.minus(needed.compareTo(MARGIN) < 0 ? MARGIN : needed));
    }

    /** Forgets a token that was refused; a newer one that another thread has put there meanwhile stays. */
    public void forget(Key key, String refusedValue) {
        Slot slot = slots.computeIfAbsent(key, k -> new Slot());
        synchronized (slot) {
            if (slot.token != null && slot.token.value.equals(refusedValue)) {
                slot.token = null;
            }
        }
    }
}
