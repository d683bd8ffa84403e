package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a client talks to registries.
 *
 * @param plainHttpHosts {@code host} or {@code host:port} of registries that are spoken to in plain HTTP; loopback hosts are too,
 *     unless TLS is arranged for them
 * @param connectionsPerHost uploads or downloads that run at once with one host, 1 or more
 * @param connectTimeout for a connection to be made
 * @param readTimeout of silence within an answer
 * @param retries how often and how long passing faults are borne
 * @param proxies asked for each request's URL
 * @param mirrors for {@link RegistryClient#source}
 * @param allowedHosts {@code host} or {@code host:port} that servers may send us to though they are written as numbers of an internal
 *     network
 */
public record RegistryOptions(
        CredentialSource credentials,
        Set<String> plainHttpHosts,
        String userAgent,
        int connectionsPerHost,
        Duration connectTimeout,
        Duration readTimeout,
        RetryPolicy retries,
        TlsOptions tls,
        ProxySelection proxies,
        Mirrors mirrors,
        Set<String> allowedHosts) {

    public RegistryOptions {
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(userAgent, "userAgent");
        Objects.requireNonNull(retries, "retries");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(proxies, "proxies");
        Objects.requireNonNull(mirrors, "mirrors");
        plainHttpHosts = Set.copyOf(plainHttpHosts);
        allowedHosts = Set.copyOf(allowedHosts);
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
                RetryPolicy.defaults(),
                TlsOptions.defaults(),
                ProxySelection.direct(),
                Mirrors.none(),
                Set.of());
    }

    /** The fields of a copy while one of them changes. */
    private static final class Draft {
        private CredentialSource credentials;
        private Set<String> plainHttpHosts;
        private String userAgent;
        private int connectionsPerHost;
        private Duration connectTimeout;
        private Duration readTimeout;
        private RetryPolicy retries;
        private TlsOptions tls;
        private ProxySelection proxies;
        private Mirrors mirrors;
        private Set<String> allowedHosts;
    }

    private RegistryOptions with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.credentials = credentials;
        draft.plainHttpHosts = plainHttpHosts;
        draft.userAgent = userAgent;
        draft.connectionsPerHost = connectionsPerHost;
        draft.connectTimeout = connectTimeout;
        draft.readTimeout = readTimeout;
        draft.retries = retries;
        draft.tls = tls;
        draft.proxies = proxies;
        draft.mirrors = mirrors;
        draft.allowedHosts = allowedHosts;
        change.accept(draft);
        return new RegistryOptions(
                draft.credentials,
                draft.plainHttpHosts,
                draft.userAgent,
                draft.connectionsPerHost,
                draft.connectTimeout,
                draft.readTimeout,
                draft.retries,
                draft.tls,
                draft.proxies,
                draft.mirrors,
                draft.allowedHosts);
    }

    public RegistryOptions withCredentials(CredentialSource source) {
        return with(draft -> draft.credentials = source);
    }

    public RegistryOptions withPlainHttpHosts(Set<String> hosts) {
        return with(draft -> draft.plainHttpHosts = hosts);
    }

    public RegistryOptions withUserAgent(String agent) {
        return with(draft -> draft.userAgent = agent);
    }

    public RegistryOptions withConnectionsPerHost(int connections) {
        return with(draft -> draft.connectionsPerHost = connections);
    }

    public RegistryOptions withConnectTimeout(Duration timeout) {
        return with(draft -> draft.connectTimeout = timeout);
    }

    public RegistryOptions withReadTimeout(Duration timeout) {
        return with(draft -> draft.readTimeout = timeout);
    }

    public RegistryOptions withRetries(RetryPolicy policy) {
        return with(draft -> draft.retries = policy);
    }

    /** Retries of one request; 0 for none. */
    public RegistryOptions withMaxRetries(int most) {
        return withRetries(new RetryPolicy(most, retries.maxRetryAfter()));
    }

    /** The longest wait that a registry may ask for. */
    public RegistryOptions withMaxRetryAfter(Duration longest) {
        return withRetries(new RetryPolicy(retries.maxRetries(), longest));
    }

    public RegistryOptions withTls(TlsOptions options) {
        return with(draft -> draft.tls = options);
    }

    public RegistryOptions withProxies(ProxySelection selection) {
        return with(draft -> draft.proxies = selection);
    }

    public RegistryOptions withMirrors(Mirrors all) {
        return with(draft -> draft.mirrors = all);
    }

    public RegistryOptions withAllowedHosts(Set<String> hosts) {
        return with(draft -> draft.allowedHosts = hosts);
    }

    public int maxRetries() {
        return retries.maxRetries();
    }

    public Duration maxRetryAfter() {
        return retries.maxRetryAfter();
    }
}
