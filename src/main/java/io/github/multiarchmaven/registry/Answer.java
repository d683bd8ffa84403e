package io.github.multiarchmaven.registry;

import com.google.api.client.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A server's answer. Closing it gives the connection back, or cuts it when there is more to come than is worth reading; and lets
 * the next request to its host go.
 */
final class Answer implements AutoCloseable {
    private static final int SMALL_REST = 64 * 1024;

    private final HttpResponse response;
    private final String method;
    private final URI url;
    private boolean atEnd;
    private byte[] whole;
    private Gate.Permit permit;
    private int tries = 1;
    private Duration wait = Duration.ZERO;
    private Duration longestWait;

    Answer(HttpResponse response, String method, URI url) {
        this.response = response;
        this.method = method;
        this.url = url;
    }

    int status() {
        return response.getStatusCode();
    }

    boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    String method() {
        return method;
    }

    /** Where it came from, after redirects. */
    URI url() {
        return url;
    }

    /** The first header of the name; null when there is none. */
    String header(String name) {
        return response.getHeaders().getFirstHeaderStringValue(name);
    }

    List<String> headers(String name) {
        return response.getHeaders().getHeaderStringValues(name);
    }

    /** The media type without parameters, in lower case; empty when the server names none. */
    String mediaType() {
        String type = header("Content-Type");
        return type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(java.util.Locale.ROOT);
    }

    /** The library wraps a body that is not there, and fails when it is read: these answers have none (RFC 9110, section 6.4.1). */
    private InputStream content() throws IOException {
        boolean none = method.equals("HEAD") || status() == 204 || status() == 304 || response.getContent() == null;
        return none ? InputStream.nullInputStream() : response.getContent();
    }

    /**
     * Reads the body now, as far as the limit, and gives the connection back: what breaks here can still be repeated. Of a refusal
     * nothing but the status is needed.
     */
    void readWhole(int limit) throws IOException {
        byte[] read = new byte[0];
        try (InputStream in = body()) {
            // One more shows that there is more.
            read = in.readNBytes(limit + 1);
        } catch (IOException e) {
            if (isSuccess()) {
                throw e;
            }
        } finally {
            whole = read;
        }
    }

    /** Takes over a permit; it is given back at the body's end, or when this is closed. */
    void holds(Gate.Permit held) {
        permit = held;
    }

    private void release() {
        if (permit != null) {
            permit.close();
        }
    }

    /** How often the request was sent until this came. */
    int tries() {
        return tries;
    }

    Answer after(int made) {
        tries = made;
        return this;
    }

    void wantsTooLongAWait(Duration asked, Duration longest) {
        wait = asked;
        longestWait = longest;
    }

    /** For an error's sentence; empty when no wait was asked for, or one that was kept. */
    String tooLongAWait() {
        return wait.isZero()
                ? ""
                : "It wants no request for the next " + Durations.words(wait) + ", which is more than the "
                        + Durations.words(longestWait) + " that maxRetryAfter allows. ";
    }

    /** The body as it came over the wire. Closing it early cuts the connection instead of reading gigabytes. */
    InputStream body() throws IOException {
        if (whole != null) {
            return new ByteArrayInputStream(whole);
        }
        return new FilterInputStream(content()) {
            @Override
            public int read() throws IOException {
                return seen(super.read());
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return seen(super.read(buffer, offset, length));
            }

            private int seen(int read) {
                if (read < 0) {
                    atEnd = true;
                    release();
                }
                return read;
            }

            @Override
            public void close() throws IOException {
                Answer.this.close();
            }
        };
    }

    /**
     * The whole body.
     *
     * @return null when it is longer than the limit
     */
    byte[] bytes(int limit) throws IOException {
        try (InputStream in = body()) {
            byte[] bytes = in.readNBytes(limit);
            return bytes.length == limit && in.read() >= 0 ? null : bytes;
        }
    }

    @Override
    public void close() throws IOException {
        if (whole != null) {
            return;
        }
        try {
            closeConnection();
        } finally {
            release();
        }
    }

    private void closeConnection() throws IOException {
        if (!atEnd) {
            // A small rest (an error's body) is worth reading, as the connection can be used again.
            atEnd = content().readNBytes(SMALL_REST).length < SMALL_REST;
        }
        if (atEnd) {
            content().close();
        } else {
            response.disconnect();
        }
    }
}
