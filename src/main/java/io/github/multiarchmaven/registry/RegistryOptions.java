package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How a client talks to registries.
 *
 * @param plainHttpHosts {@code host} or {@code host:port} of registries that are spoken to in plain HTTP; loopback hosts always are
 * @param connectionsPerHost uploads or downloads that run at once with one host, 1 or more
 * @param connectTimeout for a connection to be made
 * @param readTimeout of silence within an answer
 * @param retries how often and how long passing faults are borne
 */
public record RegistryOptions(
        CredentialSource credentials,
        Set<String> plainHttpHosts,
        String userAgent,
        int connectionsPerHost,
        Duration connectTimeout,
        Duration readTimeout,
        RetryPolicy retries) {

    public RegistryOptions {
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(userAgent, "userAgent");
        Objects.requireNonNull(retries, "retries");
        plainHttpHosts = Set.copyOf(plainHttpHosts);
        if (connectionsPerHost < 1) {
            throw new IllegalArgumentException("connectionsPerHost is " + connectionsPerHost);
        }
    }

    /** No logins, six connections, 15 seconds to connect, 120 seconds of silence, five retries. */
    public static RegistryOptions defaults() {
        return new RegistryOptions(
                CredentialSource.none(),
                Set.of(),
                "multiarch-maven-plugin",
                6,
                Duration.ofSeconds(15),
                Duration.ofSeconds(120),
                RetryPolicy.defaults());
    }

    public RegistryOptions withCredentials(CredentialSource source) {
        return new RegistryOptions(
                source, plainHttpHosts, userAgent, connectionsPerHost, connectTimeout, readTimeout, retries);
    }

    public RegistryOptions withPlainHttpHosts(Set<String> hosts) {
        return new RegistryOptions(
                credentials, hosts, userAgent, connectionsPerHost, connectTimeout, readTimeout, retries);
    }

    public RegistryOptions withUserAgent(String agent) {
        return new RegistryOptions(
                credentials, plainHttpHosts, agent, connectionsPerHost, connectTimeout, readTimeout, retries);
    }

    public RegistryOptions withConnectionsPerHost(int connections) {
        return new RegistryOptions(
                credentials, plainHttpHosts, userAgent, connections, connectTimeout, readTimeout, retries);
    }

    public RegistryOptions withConnectTimeout(Duration timeout) {
        return new RegistryOptions(
                credentials, plainHttpHosts, userAgent, connectionsPerHost, timeout, readTimeout, retries);
    }

    public RegistryOptions withReadTimeout(Duration timeout) {
        return new RegistryOptions(
                credentials, plainHttpHosts, userAgent, connectionsPerHost, connectTimeout, timeout, retries);
    }

    public RegistryOptions withRetries(RetryPolicy policy) {
        return new RegistryOptions(
                credentials, plainHttpHosts, userAgent, connectionsPerHost, connectTimeout, readTimeout, policy);
    }

    /** Retries of one request; 0 for none. */
    public RegistryOptions withMaxRetries(int most) {
        return withRetries(new RetryPolicy(most, retries.maxRetryAfter()));
    }

    /** The longest wait that a registry may ask for. */
    public RegistryOptions withMaxRetryAfter(Duration longest) {
        return withRetries(new RetryPolicy(retries.maxRetries(), longest));
    }

    public int maxRetries() {
        return retries.maxRetries();
    }

    public Duration maxRetryAfter() {
        return retries.maxRetryAfter();
    }
}
