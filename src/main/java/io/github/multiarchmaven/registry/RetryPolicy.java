package io.github.multiarchmaven.registry;

import java.time.Duration;
import java.util.Objects;

/**
 * How patient a client is.
 *
 * @param maxRetries how often a request is repeated when it meets a passing fault; 0 for never. A transfer that has come further
 *     begins to count anew.
 * @param maxRetryAfter the longest wait that a registry may ask for ({@code Retry-After}); it is kept in full, and a longer one
 *     is a failure
 */
public record RetryPolicy(int maxRetries, Duration maxRetryAfter) {
    public RetryPolicy {
        Objects.requireNonNull(maxRetryAfter, "maxRetryAfter");
        if (maxRetries < 0 || maxRetryAfter.isNegative()) {
            throw new IllegalArgumentException("maxRetries is " + maxRetries + ", maxRetryAfter " + maxRetryAfter);
        }
    }

    /** Five retries, five minutes. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(5, Duration.ofMinutes(5));
    }
}
