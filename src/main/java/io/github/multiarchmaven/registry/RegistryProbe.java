package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.auth.Challenge;
import java.io.IOException;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a registry what it is and what it lets this user do, and leaves nothing behind there. Each question throws a
 * {@link RegistryException}, whose sentence has the remedy, when it is not answered.
 */
public final class RegistryProbe {
    private static final int HTTPS_PORT = 443;

    private final Http http;
    private final Exchange exchange;
    private final RegistryOptions options;
    private final Uploads uploads;

    /**
     * How a registry greets who has not logged in.
     *
     * @param address {@code scheme://host[:port]}
     * @param proxy {@code host:port} of the proxy on the way
     * @param chain certificates the server showed, its own first; empty in plain HTTP
     * @param login how it wants users to log in: {@code Basic}, {@code Bearer at <host>}, empty when it did not ask
     * @param date the server's clock
     */
    public record Greeting(
            URI address, Optional<String> proxy, List<X509Certificate> chain, String login, Optional<Instant> date) {
        public Greeting {
            chain = List.copyOf(chain);
        }
    }

    RegistryProbe(Http http, Exchange exchange, RegistryOptions options) {
        this.http = http;
        this.exchange = exchange;
        this.options = options;
        this.uploads = new Uploads(exchange);
    }

    /** Asks for the API's root without a login (distribution specification, "Determining Support"). */
    public Greeting greeting() {
        String registry = exchange.repository().registry();
        String doing = "Reaching " + registry;
        URI base = URI.create(http.base(registry));
        URI url = URI.create(base + "/v2/");
        try (Answer answer = http.send(new Http.Call("GET", url, Map.of(), null, null))) {
            if (!answer.isSuccess() && answer.status() != 401 && answer.status() != 403) {
                throw Failures.refused(doing, registry, answer, options.credentials());
            }
            return new Greeting(
                    base,
                    http.transports().proxy(url).map(ProxySetting::name),
                    chain(base),
                    Challenge.preferred(Challenge.parse(answer.headers("WWW-Authenticate")))
                            .map(RegistryProbe::words)
                            .orElse(""),
                    date(answer.header("Date")));
        } catch (IOException e) {
            throw Failures.broken(doing, "GET", url, e);
        }
    }

    private List<X509Certificate> chain(URI base) {
        String host = base.getHost().replaceAll("[\\[\\]]", "");
        List<Certificate> shown = http.transports().chain(host, base.getPort() < 0 ? HTTPS_PORT : base.getPort());
        return shown.stream()
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static String words(Challenge challenge) {
        if (!challenge.isBearer()) {
            return "Basic";
        }
        try {
            return "Bearer at " + URI.create(challenge.parameter("realm")).getHost();
        } catch (IllegalArgumentException e) {
            return "Bearer at what is no address";
        }
    }

    /** HTTP's date (RFC 9110, section 5.6.7); empty for what is none. */
    private static Optional<Instant> date(String header) {
        try {
            return Optional.ofNullable(header)
                    .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether there is a login for the repository. */
    public boolean hasLogin() {
        Reference repository = exchange.repository();
        return options.credentials()
                .find(repository.registry(), repository.repository())
                .isPresent();
    }

    /** Where the login comes from, or where it was looked for; never its value. */
    public String loginSource() {
        Reference repository = exchange.repository();
        return options.credentials().describe(repository.registry(), repository.repository());
    }

    /** How much the registry still allows, as far as earlier questions were answered with it. */
    public Optional<RateLimit> rateLimit() {
        return http.rateLimit(URI.create(http.base(exchange.repository().registry())));
    }

    /** Opens an upload, as a push begins, and cancels it. */
    public void requirePush() {
        uploads.cancel(
                uploads.begin("Opening an upload to " + exchange.repository().name()));
    }

    /**
     * Whether the registry mounts a blob that another repository has instead of having it sent.
     *
     * @param blob one that the repository has already, so that nothing changes there
     * @param origin of the same registry; may be the repository itself
     */
    public boolean mounts(Descriptor blob, Reference origin) {
        UploadSession instead = uploads.mount(blob, origin);
        if (instead != null) {
            uploads.cancel(instead);
        }
        return instead == null;
    }

    /** Whether the registry lists referrers, also of what it does not have (distribution specification, "Listing Referrers"). */
    public boolean hasReferrersApi(Digest subject) {
        return new Referrers(exchange, new RegistryRepository(exchange)).hasApi(subject);
    }
}
