package io.github.multiarchmaven.server;

import com.sun.net.httpserver.HttpExchange;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.server.RegistryError.Code;
import io.github.multiarchmaven.server.Storage.Content;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One request and its answer: what the routes need of {@link HttpExchange}, with its traps in one place. */
final class Call {
    /** Rest of a body that nobody read: more than this is not worth waiting for. */
    private static final long MAX_DRAIN = 256L * 1024 * 1024;

    private static final int BUFFER = 128 * 1024;

    private final HttpExchange exchange;
    private final boolean keepsConnectionAfterBody;
    private final Consumer<LoggedRequest> log;
    private final Body body;
    private boolean answered;

    Call(HttpExchange exchange, boolean keepsConnectionAfterBody, Consumer<LoggedRequest> log) {
        this.exchange = exchange;
        this.keepsConnectionAfterBody = keepsConnectionAfterBody;
        this.log = log;
        this.body = new Body(exchange.getRequestBody(), contentLength());
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String rawPath() {
        return exchange.getRequestURI().getRawPath();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** The first value of a query parameter. */
    Optional<String> query(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        return Arrays.stream(query.split("&"))
                .filter(p -> p.startsWith(name + "="))
                .map(p -> decode(p.substring(name.length() + 1)))
                .findFirst();
    }

    /** Undoes percent-encoding. A '+' stays one: it is common in media types and nothing here has spaces. */
    static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static Digest digest(String text) throws RegistryError {
        try {
            return Digest.parse(text);
        } catch (InvalidInputException e) {
            throw new RegistryError(Code.DIGEST_INVALID, e.getMessage());
        }
    }

    /** Bytes of the body as announced; -1 when it comes in chunks. */
    long contentLength() {
        if (header("Transfer-Encoding").isPresent()) {
            return -1;
        }
        // The server has refused what is no number.
        return header("Content-Length").map(v -> Long.parseLong(v.strip())).orElse(0L);
    }

    /** The body; ends with an {@link EOFException} when the client hung up before its announced end. */
    InputStream body() {
        return body;
    }

    Call set(String header, String value) {
        exchange.getResponseHeaders().set(header, value);
        return this;
    }

    /** Answers without a body. */
    void send(int status) throws IOException {
        begin(status, 0, -1);
        exchange.close();
    }

    void send(int status, String contentType, byte[] bytes) throws IOException {
        set("Content-Type", contentType);
        if (beginBody(status, bytes.length)) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
        exchange.close();
    }

    /** Answers with a part of stored content. */
    void send(int status, Content content, long offset, long length) throws IOException {
        if (method().equals("HEAD")) {
            beginBody(status, length);
            exchange.close();
            return;
        }
        // Opened first: content that is gone in this moment can still be answered with an error.
        try (InputStream in = content.open(offset)) {
            if (beginBody(status, length)) {
                OutputStream out = exchange.getResponseBody();
                byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
                for (long left = length; left > 0; ) {
                    int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                    if (read < 0) {
                        throw new EOFException("stored content ends early");
                    }
                    out.write(buffer, 0, read);
                    left -= read;
                }
                out.close();
            }
        }
        exchange.close();
    }

    void send(RegistryError error) throws IOException {
        send(error.status(), "application/json", error.body());
    }

    RegistryError notAllowed(String... methods) {
        set("Allow", String.join(", ", List.of(methods)));
        return new RegistryError(Code.UNSUPPORTED, method() + " is not supported here.");
    }

    boolean answered() {
        return answered;
    }

    void abort() {
        exchange.close();
    }

    /** @return whether bytes have to follow */
    private boolean beginBody(int status, long length) throws IOException {
        boolean head = method().equals("HEAD");
        if (head) {
            // For HEAD the server wants the length as a header and "no body" as the argument, else it logs a warning.
            set("Content-Length", Long.toString(length));
        } else if (length > 0 && !keepsConnectionAfterBody) {
            // See "Connections" in the package's description: closing is what sends the held-back segment.
            set("Connection", "close");
        }
        // As an argument 0 would mean chunks of unknown number, -1 no body.
        begin(status, head ? 0 : length, head || length == 0 ? -1 : length);
        return !head && length > 0;
    }

    private void begin(int status, long responseBytes, long argument) throws IOException {
        drain();
        answered = true;
        // Before the answer leaves, so that a client that has it finds the request in the log.
        log.accept(new LoggedRequest(method(), exchange.getRequestURI().toString(), status, body.count, responseBytes));
        exchange.sendResponseHeaders(status, argument);
    }

    /** Reads the body to its end: with bytes left unread the server resets the connection, and the client may miss the answer. */
    private void drain() {
        byte[] buffer = new byte[8192];
        try {
            long limit = body.count + MAX_DRAIN;
            while (body.count < limit && body.read(buffer, 0, buffer.length) >= 0) {
                continue;
            }
        } catch (IOException e) {
            // The client is gone or broke its own framing; the answer may still reach it.
            set("Connection", "close");
        }
    }

    private static final class Body extends FilterInputStream {
        private final long announced;
        private long count;

        Body(InputStream in, long announced) {
            super(in);
            this.announced = announced;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                count += read;
            } else if (read < 0 && count < announced) {
                // The JDK's stream reports a plain end here.
                throw new EOFException("the connection ended after " + count + " of " + announced + " bytes");
            }
            return read;
        }
    }
}
