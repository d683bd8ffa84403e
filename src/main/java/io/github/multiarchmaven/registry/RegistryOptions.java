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
 */
public record RegistryOptions(
        CredentialSource credentials,
        Set<String> plainHttpHosts,
        String userAgent,
        int connectionsPerHost,
        Duration connectTimeout,
        Duration readTimeout) {

    public RegistryOptions {
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(userAgent, "userAgent");
        plainHttpHosts = Set.copyOf(plainHttpHosts);
        if (connectionsPerHost < 1) {
            throw new IllegalArgumentException("connectionsPerHost is " + connectionsPerHost);
        }
    }

    /** No logins, six connections, 15 seconds to connect, 120 seconds of silence. */
    public static RegistryOptions defaults() {
        return new RegistryOptions(
                CredentialSource.none(),
                Set.of(),
                "multiarch-maven-plugin",
                6,
                Duration.ofSeconds(15),
                Duration.ofSeconds(120));
    }

    public RegistryOptions withCredentials(CredentialSource source) {
        return new RegistryOptions(source, plainHttpHosts, userAgent, connectionsPerHost, connectTimeout, readTimeout);
    }

    public RegistryOptions withPlainHttpHosts(Set<String> hosts) {
        return new RegistryOptions(credentials, hosts, userAgent, connectionsPerHost, connectTimeout, readTimeout);
    }

    public RegistryOptions withUserAgent(String agent) {
        return new RegistryOptions(credentials, plainHttpHosts, agent, connectionsPerHost, connectTimeout, readTimeout);
    }

    public RegistryOptions withConnectionsPerHost(int connections) {
        return new RegistryOptions(credentials, plainHttpHosts, userAgent, connections, connectTimeout, readTimeout);
    }

    public RegistryOptions withConnectTimeout(Duration timeout) {
        return new RegistryOptions(credentials, plainHttpHosts, userAgent, connectionsPerHost, timeout, readTimeout);
    }

    public RegistryOptions withReadTimeout(Duration timeout) {
        return new RegistryOptions(credentials, plainHttpHosts, userAgent, connectionsPerHost, connectTimeout, timeout);
    }
}
