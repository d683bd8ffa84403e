package io.github.multiarchmaven.registry;

import com.google.api.client.http.AbstractHttpContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import io.github.multiarchmaven.image.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way every request takes. Follows redirects itself: at most ten, never from https to http, and a login goes along only
 * while scheme, host and port stay the same. Waits at the host's gate, and repeats what meets a passing fault. Proxies and trust are
 * {@link Transports}'.
 */
final class Http implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Http.class);
    private static final int MAX_REDIRECTS = 10;
    /** Bytes read and sent at a time: transferTo's 8 KiB make sixteen times the system calls. */
    private static final int CHUNK = 128 * 1024;
    /** Bytes of an answer that is read at once: no manifest, list or token is longer. */
    private static final int MAX_WHOLE = Manifest.MAX_BYTES;

    private final Transports transports;
    private final RegistryOptions options;
    private final Timing timing;
    private final AddressRules rules;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    /** By origin: the least that was told. */
    private final Map<String, RateLimit> rateLimits = new ConcurrentHashMap<>();

    /**
     * What is sent.
     *
     * @param length bytes
     * @param source opened anew for each sending
     * @param secret is sent to the URL's own origin only, as an authorization is
     */
    record Body(String mediaType, long length, Source source, boolean secret) {
        interface Source {
            InputStream open() throws IOException;
        }

        Body(String mediaType, long length, Source source) {
            this(mediaType, length, source, false);
        }
    }

    /** How a request is sent and its answer read. */
    enum Manner {
        /** Repeated on passing faults, and the answer is read within that: it is short. */
        WHOLE,
        /** Repeated on passing faults until the answer begins; the caller reads it, and may find it broken. */
        STREAM,
        /** Sent once: what a repetition means is the caller's to say. */
        ONCE
    }

    /**
     * A request.
     *
     * @param authorization goes to the URL's own origin only; null for none
     * @param body null for none
     * @param permit that the caller has already; null to wait for one
     */
    record Call(
            String method,
            URI url,
            Map<String, String> headers,
            String authorization,
            Body body,
            Manner manner,
            Gate.Permit permit) {
        Call(String method, URI url, Map<String, String> headers, String authorization, Body body) {
            this(method, url, headers, authorization, body, Manner.WHOLE, null);
        }

        /** A login is a read, whatever its method: an upload's source may wait for one while the upload holds a write. */
        private Gate.Direction direction() {
            boolean read = method.equals("GET") || method.equals("HEAD") || body != null && body.secret();
            return read ? Gate.Direction.READ : Gate.Direction.WRITE;
        }
    }

    Http(RegistryOptions options, Timing timing) {
        this.options = options;
        this.timing = timing;
        this.transports = new Transports(options);
        this.rules = new AddressRules(options.allowedHosts());
    }

    /** Where a registry answers: {@code scheme://host[:port]}. */
    String base(String registry) {
        return transports.base(registry);
    }

    AddressRules rules() {
        return rules;
    }

    /** How servers were reached. */
    Transports transports() {
        return transports;
    }

    Gate gate(URI url) {
        return gates.computeIfAbsent(Urls.origin(url), origin -> new Gate(options.connectionsPerHost(), timing));
    }

    /** The tries of a transfer that repeats itself. */
    Attempts attempts(String method, URI url) {
        return new Attempts(options.retries(), timing, gate(url), method + " " + Urls.redacted(url.toString()));
    }

    /** Sends when the host's gate lets it, again when a fault passes, and follows redirects. The caller closes the answer. */
    Answer send(Call call) throws IOException {
        Attempts attempts = attempts(call.method(), call.url());
        while (true) {
            try {
                Answer answer = sendThroughGate(call);
                if (call.manner() == Manner.ONCE || !attempts.again(answer)) {
                    return answer.after(attempts.made());
                }
            } catch (IOException e) {
                if (call.manner() == Manner.ONCE) {
                    throw e;
                }
                attempts.again(e);
            }
        }
    }

    private Answer sendThroughGate(Call call) throws IOException {
        Gate gate = gate(call.url());
        Gate.Permit own = call.permit() == null ? gate.enter(call.direction()) : null;
        boolean kept = false;
        try {
            Answer answer = follow(call);
            gate.answered();
            if (call.manner() == Manner.STREAM && answer.isSuccess()) {
                answer.holds(own);
                kept = true;
            } else {
                answer.readWhole(MAX_WHOLE);
            }
            return answer;
        } finally {
            if (own != null && !kept) {
                own.close();
            }
        }
    }

    private Answer follow(Call call) throws IOException {
        URI url = call.url();
        for (int hop = 0; ; hop++) {
            boolean own = Urls.sameOrigin(url, call.url());
            Answer answer = sendOnce(call, url, own ? call.authorization() : null);
            String location = answer.header("Location");
            boolean safe = call.method().equals("GET") || call.method().equals("HEAD");
            boolean redirect =
                    switch (answer.status()) {
                        case 301, 302, 303 -> safe;
                        case 307, 308 -> true;
                        default -> false;
                    };
            if (!redirect || location == null) {
                return answer;
            }
            answer.close();
            URI next = resolved(url, location);
            // By where the request began: a first hop outside must not open the way for a second one inside.
            Optional<String> refusal = rules.refusal(call.url(), next);
            if (refusal.isPresent()) {
                throw new RedirectException("redirected to an address " + refusal.get());
            }
            if (url.getScheme().equals("https") && next.getScheme().equals("http")) {
                throw new RedirectException("redirected from https to http, to " + Urls.redacted(next.toString()));
            }
            if (call.body() != null && call.body().secret() && !Urls.sameOrigin(next, call.url())) {
                throw new RedirectException("redirected with a login to another server");
            }
            if (hop == MAX_REDIRECTS) {
                throw new RedirectException("redirected more than " + MAX_REDIRECTS + " times");
            }
            url = next;
        }
    }

    private static URI resolved(URI url, String location) throws RedirectException {
        try {
            return url.resolve(location);
        } catch (IllegalArgumentException e) {
            // Not the cause: its message quotes the address, which may be signed.
            throw new RedirectException("redirected to what is no address");
        }
    }

    /** A redirect that is not followed. The message has no secrets. */
    static final class RedirectException extends IOException {
        private static final long serialVersionUID = 1L;

        RedirectException(String message) {
            super(message);
        }
    }

    /** What is to be sent could not be read. */
    static final class SourceException extends IOException {
        private static final long serialVersionUID = 1L;

        SourceException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private Answer sendOnce(Call call, URI url, String authorization) throws IOException {
        HttpRequest request = transports
                .requests(url)
                .buildRequest(call.method(), verbatim(url), call.body() == null ? null : content(call.body()));
        request.setFollowRedirects(false);
        request.setThrowExceptionOnExecuteError(false);
        request.setNumberOfRetries(0);
        request.setUnsuccessfulResponseHandler(null);
        request.setLoggingEnabled(false);
        request.setCurlLoggingEnabled(false);
        request.setSuppressUserAgentSuffix(true);
        request.setConnectTimeout((int) options.connectTimeout().toMillis());
        request.setReadTimeout((int) options.readTimeout().toMillis());
        // Blobs come as they are stored; gzip as a transfer encoding would change their bytes.
        request.setResponseReturnRawInputStream(true);
        request.getHeaders().setAcceptEncoding(null);
        request.getHeaders().setUserAgent(options.userAgent());
        call.headers().forEach(request.getHeaders()::set);
        if (authorization != null) {
            request.getHeaders().setAuthorization(authorization);
        }
        Answer answer = new Answer(executed(request), call.method(), url);
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} {} answered {}", call.method(), Urls.redacted(url.toString()), answer.status());
        }
        RateLimit.parse(answer.header("ratelimit-remaining"), answer.header("ratelimit-limit"))
                .ifPresent(told ->
                        rateLimits.merge(Urls.origin(url), told, (a, b) -> a.remaining() < b.remaining() ? a : b));
        return answer;
    }

    /** What a server said is still allowed; empty when it said nothing. */
    Optional<RateLimit> rateLimit(URI url) {
        return Optional.ofNullable(rateLimits.get(Urls.origin(url)));
    }

    private static void tell(String origin, RateLimit left) {
        String host = URI.create(origin).getHost();
        if (left.isScarce()) {
            LOG.warn("{}: {}. Log in, or read from a mirror, to be allowed more.", host, left);
        } else {
            LOG.info("{}: {}", host, left);
        }
    }

    /**
     * The address with not a character changed: it may be signed, or mean something to the registry only. The library's own
     * "verbatim" parses the query all the same, and then drops {@code =} of empty values and the order of repeated names; but it
     * passes on whatever stands in the path.
     */
    private static GenericUrl verbatim(URI url) {
        GenericUrl verbatim = new GenericUrl(url.getScheme() + "://" + url.getRawAuthority(), true);
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        verbatim.setPathParts(
                List.of("", path.substring(1) + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery())));
        return verbatim;
    }

    private static HttpResponse executed(HttpRequest request) throws IOException {
        try {
            return request.execute();
        } catch (IllegalArgumentException e) {
            // The library reads some headers as numbers. Not the cause: its message quotes what was sent.
            throw new ProtocolException("a header of the answer, or the address asked for, makes no sense");
        }
    }

    /**
     * Writes each chunk when the next one, or the end, has been read. A source is verified at its end: if the last chunk were out
     * by then, wrong bytes of the right length would make a whole request, which the registry might keep.
     */
    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] held = new byte[CHUNK];
        byte[] next = new byte[CHUNK];
        int length = 0;
        for (int read; (read = read(in, next)) >= 0; ) {
            out.write(held, 0, length);
            byte[] written = held;
            held = next;
            next = written;
            length = read;
        }
        out.write(held, 0, length);
    }

    private static int read(InputStream in, byte[] buffer) throws SourceException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new SourceException(e);
        }
    }

    private static InputStream open(Body body) throws SourceException {
        try {
            return body.source().open();
        } catch (IOException e) {
            throw new SourceException(e);
        }
    }

    private static HttpContent content(Body body) {
        return new AbstractHttpContent(body.mediaType()) {
            @Override
            public long getLength() {
                return body.length();
            }

            @Override
            public boolean retrySupported() {
                return false;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                try (InputStream in = open(body)) {
                    copy(in, out);
                }
            }
        };
    }

    @Override
    public void close() {
        rateLimits.forEach(Http::tell);
        transports.close();
    }
}
