package io.github.multiarchmaven.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * Opens connections: TCP to the host or to its proxy, a tunnel through the proxy, then TLS. In a place of its own because the
 * minimal client knows no proxies, and the full one logs Proxy-Authorization.
 */
final class Connector implements HttpClientConnectionOperator {
    private final SSLSocketFactory tls;
    private final boolean insecure;
    private final ProxySetting proxy;
    private final String userAgent;
    private final Consumer<SSLSession> secured;
    private final Stalls stalls;

    /**
     * @param insecure the certificate's name is not checked
     * @param proxy null for none
     * @param secured told of each connection that speaks TLS now
     * @param stalls bounds tunnel and handshake as a whole
     */
    Connector(
            SSLSocketFactory tls,
            boolean insecure,
            ProxySetting proxy,
            String userAgent,
            Consumer<SSLSession> secured,
            Stalls stalls) {
        this.tls = tls;
        this.insecure = insecure;
        this.proxy = proxy;
        this.userAgent = userAgent;
        this.secured = secured;
        this.stalls = stalls;
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            InetSocketAddress local,
            TimeValue connectTimeout,
            SocketConfig config,
            HttpContext context)
            throws IOException {
        boolean https = host.getSchemeName().equalsIgnoreCase("https");
        int port = host.getPort() >= 0 ? host.getPort() : https ? 443 : 80;
        int timeout = connectTimeout == null ? 0 : connectTimeout.toMillisecondsIntBound();
        Socket socket = proxy == null
                ? open(connection, bare(host.getHostName()), port, timeout)
                : openToProxy(connection, timeout);
        try (Stalls.Watch watch = stalls.watch(socket)) {
            socket.setTcpNoDelay(config.isTcpNoDelay());
            socket.setSoTimeout(timeout);
            if (https) {
                if (proxy != null) {
                    Tunnel.open(socket, proxy, Urls.authority(bare(host.getHostName()), port), userAgent);
                }
                socket = secured(connection, socket, bare(host.getHostName()), port);
            }
            socket.setSoTimeout(config.getSoTimeout().toMillisecondsIntBound());
            connection.bind(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket openToProxy(ManagedHttpClientConnection connection, int timeout) throws IOException {
        try {
            return open(connection, proxy.host(), proxy.port(), timeout);
        } catch (UnknownHostException e) {
            throw new ProxyException(
                    "the proxy " + proxy.name() + " is not known. Correct <proxies> in settings.xml.", e);
        } catch (ConnectException | NoRouteToHostException | SocketTimeoutException e) {
            throw new ProxyException(
                    "the proxy " + proxy.name()
                            + " cannot be reached. Check <proxies> in settings.xml, or add the registry to its <nonProxyHosts>.",
                    e);
        }
    }

    /** Tries all addresses of a name in turn. */
    private static Socket open(ManagedHttpClientConnection connection, String host, int port, int timeout)
            throws IOException {
        IOException last = new UnknownHostException(host);
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Socket socket = new Socket();
            try {
                // Bound before it is connected: giving up the request closes it then.
                connection.bind(socket);
                socket.connect(new InetSocketAddress(address, port), timeout);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secured(ManagedHttpClientConnection connection, Socket plain, String host, int port)
            throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
        connection.bind(socket);
        if (!insecure) {
            SSLParameters parameters = socket.getSSLParameters();
            // RFC 2818: the certificate has to be for this host.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        secured.accept(socket.getSession());
        return socket;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) {
        throw new UnsupportedOperationException("A tunnel is opened while connecting");
    }
}
