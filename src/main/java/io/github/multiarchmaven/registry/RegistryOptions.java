package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How a client talks to registries.
 *
 * @param plainHttpHosts {@code host} or {@code host:port} of registries that are spoken to in plain HTTP; loopback hosts are
 *     too, unless TLS was arranged for them in {@code tls} (a folder of certificates, a client certificate, {@code tlsHosts},
 *     {@code insecureHosts})
 * @param connectionsPerHost uploads or downloads that run at once with one host, 1 or more
 * @param connectTimeout for a connection to be made
 * @param readTimeout of silence within an answer
 * @param proxies asked for each request's URL
 * @param mirrors for {@link RegistryClient#source}
 */
public record RegistryOptions(
        CredentialSource credentials,
        Set<String> plainHttpHosts,
        String userAgent,
        int connectionsPerHost,
        Duration connectTimeout,
        Duration readTimeout,
        TlsOptions tls,
        ProxySelection proxies,
        Mirrors mirrors) {

    public RegistryOptions {
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(userAgent, "userAgent");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(proxies, "proxies");
        Objects.requireNonNull(mirrors, "mirrors");
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
                Duration.ofSeconds(120),
                TlsOptions.defaults(),
                ProxySelection.direct(),
                Mirrors.none());
    }

    public RegistryOptions withCredentials(CredentialSource source) {
        return new RegistryOptions(
                source,
                plainHttpHosts,
                userAgent,
                connectionsPerHost,
                connectTimeout,
                readTimeout,
                tls,
                proxies,
                mirrors);
    }

    public RegistryOptions withPlainHttpHosts(Set<String> hosts) {
        return new RegistryOptions(
                credentials, hosts, userAgent, connectionsPerHost, connectTimeout, readTimeout, tls, proxies, mirrors);
    }

    public RegistryOptions withUserAgent(String agent) {
        return new RegistryOptions(
                credentials,
                plainHttpHosts,
                agent,
                connectionsPerHost,
                connectTimeout,
                readTimeout,
                tls,
                proxies,
                mirrors);
    }

    public RegistryOptions withConnectionsPerHost(int connections) {
        return new RegistryOptions(
                credentials,
                plainHttpHosts,
                userAgent,
                connections,
                connectTimeout,
                readTimeout,
                tls,
                proxies,
                mirrors);
    }

    public RegistryOptions withConnectTimeout(Duration timeout) {
        return new RegistryOptions(
                credentials,
                plainHttpHosts,
                userAgent,
                connectionsPerHost,
                timeout,
                readTimeout,
                tls,
                proxies,
                mirrors);
    }

    public RegistryOptions withReadTimeout(Duration timeout) {
        return new RegistryOptions(
                credentials,
                plainHttpHosts,
                userAgent,
                connectionsPerHost,
                connectTimeout,
                timeout,
                tls,
                proxies,
                mirrors);
    }

    public RegistryOptions withTls(TlsOptions options) {
        return new RegistryOptions(
                credentials,
                plainHttpHosts,
                userAgent,
                connectionsPerHost,
                connectTimeout,
                readTimeout,
                options,
                proxies,
                mirrors);
    }

    public RegistryOptions withProxies(ProxySelection selection) {
        return new RegistryOptions(
                credentials,
                plainHttpHosts,
                userAgent,
                connectionsPerHost,
                connectTimeout,
                readTimeout,
                tls,
                selection,
                mirrors);
    }

    public RegistryOptions withMirrors(Mirrors all) {
        return new RegistryOptions(
                credentials,
                plainHttpHosts,
                userAgent,
                connectionsPerHost,
                connectTimeout,
                readTimeout,
                tls,
                proxies,
                all);
    }
}
