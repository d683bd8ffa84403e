package io.github.multiarchmaven.registry;

import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v5.Apache5HttpTransport;
import io.github.multiarchmaven.registry.tls.TlsProfile;
import io.github.multiarchmaven.registry.tls.TlsProfiles;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of connections: one for each way to speak TLS and each proxy, so that hosts without settings of their own share one.
 * The choice is made for each request's URL, as a token server or a storage may need another than the registry.
 */
final class Transports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

    /** Gates say how many requests run at once; the pool, whose waiting is bounded by the connect timeout, never does. */
    private static final int UNBOUNDED = 1_000_000;

    private final RegistryOptions options;
    private final Stalls stalls;
    private final TlsProfiles profiles;
    private final Map<Way, Transport> transports = new ConcurrentHashMap<>();
    /** By {@code host:port}: what a server showed when it was connected to. */
    private final Map<String, List<Certificate>> chains = new ConcurrentHashMap<>();

    /**
     * @param tls null for plain HTTP
     * @param proxy null for none
     */
    private record Way(TlsProfile tls, ProxySetting proxy) {}

    private record Transport(HttpTransport transport, HttpRequestFactory requests) {}

    Transports(RegistryOptions options) {
        this.options = options;
        this.stalls = new Stalls(options.readTimeout());
        this.profiles = new TlsProfiles(options.tls());
    }

    /** Where a registry answers: {@code scheme://host[:port]}. */
    String base(String registry) {
        return Urls.base(registry, options.plainHttpHosts(), profiles::isArranged);
    }

    HttpRequestFactory requests(URI url) {
        TlsProfile tls = url.getScheme().equalsIgnoreCase("https") ? profiles.of(url.getHost(), url.getPort()) : null;
        Way way = new Way(tls, options.proxies().of(url).orElse(null));
        return transports.computeIfAbsent(way, this::open).requests();
    }

    private Transport open(Way way) {
        boolean insecure = way.tls() != null && way.tls().insecure();
        Connector connector = new Connector(
                way.tls() == null ? null : way.tls().socketFactory(),
                insecure,
                way.proxy(),
                options.userAgent(),
                this::remember,
                stalls);
        // The minimal client has no cookies, redirects, retries, authentication, decompression or logging of its own.
        HttpTransport transport = new Apache5HttpTransport(
                new CuttingClient(HttpClients.createMinimal(connections(connector)), way.proxy()));
        return new Transport(transport, transport.createRequestFactory());
    }

    private void remember(SSLSession session) {
        try {
            chains.put(
                    Urls.authority(session.getPeerHost(), session.getPeerPort()),
                    List.of(session.getPeerCertificates()));
        } catch (SSLPeerUnverifiedException e) {
            LOG.debug("A server without a certificate", e);
        }
    }

    /** The certificates that a server showed, its own first; empty for one that was not connected to with TLS. */
    List<Certificate> chain(String bareHost, int port) {
        return chains.getOrDefault(Urls.authority(bareHost, port), List.of());
    }

    /** The proxy on the way to an address. */
    Optional<ProxySetting> proxy(URI url) {
        return options.proxies().of(url);
    }

    private Connections connections(Connector connector) {
        Timeout silence = Timeout.ofMilliseconds(options.readTimeout().toMillis());
        Connections connections = new Connections(connector, this::connection);
        connections.setDefaultMaxPerRoute(UNBOUNDED);
        connections.setMaxTotal(UNBOUNDED);
        connections.setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(silence).setTcpNoDelay(true).build());
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(
                        Timeout.ofMilliseconds(options.connectTimeout().toMillis()))
                .setSocketTimeout(silence)
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .build());
        return connections;
    }

    private QuietConnection connection(Socket socket) throws IOException {
        QuietConnection connection = new QuietConnection(options.readTimeout(), stalls);
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    /** The library's pool with a connector of ours, which its builder does not take. */
    private static final class Connections extends PoolingHttpClientConnectionManager {
        Connections(
                HttpClientConnectionOperator connector, HttpConnectionFactory<ManagedHttpClientConnection> factory) {
            super(
                    connector,
                    PoolConcurrencyPolicy.STRICT,
                    PoolReusePolicy.LIFO,
                    TimeValue.NEG_ONE_MILLISECOND,
                    factory);
        }
    }

    @Override
    public void close() {
        stalls.close();
        for (Transport transport : transports.values()) {
            try {
                transport.transport().shutdown();
            } catch (IOException e) {
                LOG.debug("Closing connections", e);
            }
        }
    }
}
