package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.RetryPolicy;
import java.time.Duration;
import org.apache.maven.plugins.annotations.Parameter;

/** How much at once, how long to wait, how often to try. */
public abstract class AbstractTimingMojo extends AbstractMultiarchMojo {
    /**
     * How many blobs and manifests are moved at once, and how many connections one registry gets: 1 to 64.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.parallelism", defaultValue = "6")
    private int parallelism;

    /**
     * Seconds to wait for a registry to accept a connection: 1 to 600.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.connectTimeout", defaultValue = "15")
    private int connectTimeout;

    /**
     * Seconds a registry may be silent within one answer: 1 to 3600.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.readTimeout", defaultValue = "120")
    private int readTimeout;

    /**
     * How often a request is sent again when a connection breaks or a registry answers 408, 429, 500, 502, 503 or 504: 0 to 20.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.maxRetries", defaultValue = "5")
    private int maxRetries;

    /**
     * The longest wait, in seconds, that a registry may ask for ({@code Retry-After}) before the goal fails instead: 1 to 86400.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.maxRetryAfter", defaultValue = "300")
    private int maxRetryAfter;

    protected final int parallelism() {
        return inRange("parallelism", parallelism, 1, 64);
    }

    protected final Duration connectTimeout() {
        return Duration.ofSeconds(inRange("connectTimeout", connectTimeout, 1, 600));
    }

    protected final Duration readTimeout() {
        return Duration.ofSeconds(inRange("readTimeout", readTimeout, 1, 3600));
    }

    protected final RetryPolicy retries() {
        return new RetryPolicy(
                inRange("maxRetries", maxRetries, 0, 20),
                Duration.ofSeconds(inRange("maxRetryAfter", maxRetryAfter, 1, 86_400)));
    }

    private static int inRange(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException("The parameter " + parameter + " is " + value + "; it has to be between "
                    + least + " and " + most + ".");
        }
        return value;
    }
}
