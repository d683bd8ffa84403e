package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiarchmaven.image.CorruptContentException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which broken connections are worth another try. */
class AttemptsTest {
    private final FakeTiming timing = new FakeTiming();
    private final Gate gate = new Gate(1, timing);

    private Attempts attempts() {
        return new Attempts(RetryPolicy.defaults(), timing, gate, "GET http://hub.example.com/v2/");
    }

    static Stream<IOException> passing() {
        return Stream.of(
                new IOException("Broken pipe"),
                new SocketException("Connection reset"),
                new SocketTimeoutException("Read timed out"),
                new EOFException(),
                new NoHttpResponseException("hub.example.com failed to respond"),
                new SSLException("Connection reset", new SocketException("Connection reset")),
                new SSLException("closing inbound before receiving peer's close_notify"));
    }

    static Stream<IOException> lasting() {
        return Stream.of(
                new UnknownHostException("hub.example.com"),
                new SSLHandshakeException("PKIX path building failed"),
                new SSLPeerUnverifiedException("other name"),
                new SSLException("Unsupported or unrecognized SSL message"),
                new IOException(new CertificateException("expired")),
                new ProtocolException("a header makes no sense"),
                new ClientProtocolException("no HTTP"),
                new Http.RedirectException("redirected from https to http"),
                new Http.SourceException(new IOException("disk")),
                new Timing.Interruption(),
                new IOException(new CorruptContentException("other bytes")));
    }

    static Stream<IOException> nobodyThere() {
        return Stream.of(new ConnectException("Connection refused"), new NoRouteToHostException("No route to host"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aBrokenConnectionPasses(IOException failure) {
        assertDoesNotThrow(() -> attempts().again(failure));
        assertEquals(1, timing.slept().size());
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void whatIsWrongStaysSo(IOException failure) {
        assertSame(failure, assertThrows(IOException.class, () -> attempts().again(failure)));
        assertEquals(List.of(), timing.slept());
    }

    @ParameterizedTest
    @MethodSource("nobodyThere")
    void nobodyThereIsAFaultOnlyWhenSomebodyWas(IOException failure) {
        assertThrows(IOException.class, () -> attempts().again(failure));
        gate.answered();
        assertDoesNotThrow(() -> attempts().again(failure));
    }

    @Test
    void progressBeginsToCountAnew() throws IOException {
        Attempts attempts = attempts();
        for (int i = 0; i < 5; i++) {
            attempts.again(new IOException("reset"));
        }
        assertEquals(6, attempts.made());
        attempts.progressed();
        for (int i = 0; i < 5; i++) {
            attempts.again(new IOException("reset"));
        }
        var e = assertThrows(Attempts.GaveUp.class, () -> attempts.again(new IOException("the last")));
        assertEquals(6, e.tries());
        assertEquals("the last", e.last().getMessage());
    }
}
