package io.github.multiarchmaven.registry;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that logs nothing, and that hears a refusal while it is still sending. httpclient5's own writes headers and bytes to slf4j at debug level, and {@code mvn -X} turns
 * that on for everything: Authorization headers and tokens would stand in the build's log.
 */
final class QuietConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    /**
     * Bytes between two looks for an early answer: web servers before a registry refuse a body on sight of its length (413), and
     * stop reading. Each look costs a millisecond with TLS, so only the beginning of a body is watched.
     */
    private static final long LOOK_EVERY = 1024 * 1024;

    private static final long MAX_LOOKS = 64;

    /** Of an answer's headers: with a line's length, what a server can have us keep. Signed addresses have some KiB. */
    private static final Http1Config BOUNDED = Http1Config.custom()
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(500)
            .build();

    private final Duration silence;
    private final Stalls stalls;
    private volatile Timeout socketTimeout = Timeout.DISABLED;
    private Socket raw;

    /** @param silence that is borne within an answer, and within one writing */
    QuietConnection(Duration silence, Stalls stalls) {
        super(
                BOUNDED,
                null,
                null,
                null,
                null,
                new MonitoringResponseOutOfOrderStrategy(LOOK_EVERY, MAX_LOOKS),
                null,
                null);
        this.silence = silence;
        this.stalls = stalls;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        if (!(socket instanceof SSLSocket)) {
            raw = socket;
        }
        super.bind(new Pace(socket, raw == null ? socket : raw, silence, System::nanoTime, stalls));
        socketTimeout = Timeout.ofMilliseconds(socket.getSoTimeout());
    }

    @Override
    public Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public SSLSession getSSLSession() {
        return getSocket() instanceof SSLSocket socket ? socket.getSession() : null;
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        super.setSocketTimeout(timeout);
        socketTimeout = timeout;
    }

    @Override
    public void passivate() {
        super.setSocketTimeout(Timeout.ZERO_MILLISECONDS);
    }

    @Override
    public void activate() {
        super.setSocketTimeout(socketTimeout);
    }
}
