package io.github.multiarchmaven.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.auth.Challenge;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.Scope;
import io.github.multiarchmaven.registry.auth.TokenCache;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers a registry's challenge: Basic, or a Bearer token from the token server it names (distribution's token
 * authentication specification), anonymous when there is no login. Challenges are learnt from the first 401 of a registry.
 */
final class Authorizer {
    private static final int MAX_TOKEN_BODY = 1024 * 1024;
    /** The specification's default, and least, lifetime of a token. */
    private static final int DEFAULT_SECONDS = 60;

    /** How long a token has to be good for when much is going to be sent. */
    private static final Duration LONG_UPLOAD = Duration.ofMinutes(5);

    private static final String BEARER = "Bearer ";

    private final Http http;
    private final RegistryOptions options;
    private final Map<String, Challenge> challenges = new ConcurrentHashMap<>();
    /** What a registry said to ask for: its own names of repositories may differ from those in the URL, as behind a proxy. */
    private final Map<Wanted, Scope> scopes = new ConcurrentHashMap<>();

    private final Map<String, Optional<Credential>> credentials = new ConcurrentHashMap<>();
    private final TokenCache tokens = new TokenCache(Clock.systemUTC());

    Authorizer(Http http, RegistryOptions options) {
        this.http = http;
        this.options = options;
    }

    /**
     * Who asks for what, for one request.
     *
     * @param doing the beginning of an error's sentence
     * @param longUpload whether much is going to be sent: some registries, and proxies before them, look at the token again at its
     *     end
     */
    record Request(Reference repository, URI base, Scope scope, String doing, boolean longUpload) {
        String registry() {
            return repository.registry();
        }
    }

    private record Wanted(String registry, Scope scope) {}

    /** The header for a request, as far as the registry's challenge is known; null to go without. */
    String known(Request request) {
        Challenge challenge = challenges.get(request.registry());
        return challenge == null ? null : header(request, challenge);
    }

    /**
     * The header after a 401, whose challenge is remembered.
     *
     * @param refused the header that did not do; null when none was sent
     * @return null when there is nothing better to try
     */
    String afterRefusal(Request request, Answer answer, String refused) {
        Challenge challenge = Challenge.preferred(Challenge.parse(answer.headers("WWW-Authenticate")))
                .orElse(null);
        if (challenge == null) {
            return null;
        }
        challenges.put(request.registry(), challenge);
        Scope named = Scope.parse(challenge.parameter("scope"));
        scopes.put(
                new Wanted(request.registry(), request.scope()), request.scope().with(named));
        if (refused != null && refused.startsWith(BEARER) && challenge.isBearer()) {
            // Revoked, or expired earlier than it said.
            tokens.forget(key(request, challenge), refused.substring(BEARER.length()));
        }
        String header = header(request, challenge);
        return header == null || header.equals(refused) ? null : header;
    }

    private Optional<Credential> credential(Request request) {
        return credentials.computeIfAbsent(request.repository().name(), name -> options.credentials()
                .find(request.registry(), request.repository().repository()));
    }

    private TokenCache.Key key(Request request, Challenge challenge) {
        return new TokenCache.Key(
                challenge.parameter("realm"),
                challenge.parameter("service"),
                scopes.getOrDefault(new Wanted(request.registry(), request.scope()), request.scope()),
                credential(request).map(Credential::identity).orElse(""));
    }

    private String header(Request request, Challenge challenge) {
        Optional<Credential> credential = credential(request);
        if (!challenge.isBearer()) {
            // An identity token is for token servers only.
            return credential
                    .filter(c -> !c.isIdentityToken())
                    .map(Credential::basicHeader)
                    .orElse(null);
        }
        TokenCache.Key key = key(request, challenge);
        return BEARER
                + tokens.get(
                                key,
                                request.longUpload() ? LONG_UPLOAD : Duration.ZERO,
                                () -> fetch(request, key, credential.orElse(null)))
                        .value();
    }

    private TokenCache.Token fetch(Request request, TokenCache.Key key, Credential credential) {
        URI realm = checked(request, key.realm());
        String doing = request.doing() + ", logging in at " + realm.getHost();
        Http.Call call = credential != null && credential.isIdentityToken()
                ? refresh(realm, key, credential)
                : new Http.Call(
                        "GET",
                        URI.create(realm + (realm.getQuery() == null ? "?" : "&") + query(key)),
                        Map.of(),
                        credential == null ? null : credential.basicHeader(),
                        null);
        try (Answer answer = http.send(call)) {
            if (!answer.isSuccess()) {
                throw Failures.refused(
                        doing,
                        request.registry(),
                        answer,
                        options.credentials().forRepository(request.repository().repository()));
            }
            ObjectNode json = tokenAnswer(answer);
            String value = json.path("token").asText(json.path("access_token").asText(""));
            // Anything but visible ASCII would break out of the header.
            if (!value.matches("[\\x21-\\x7e]+")) {
                throw new RegistryException(
                        false,
                        answer.status(),
                        "",
                        doing + ": the answer has no usable token. Look into the token server.",
                        null);
            }
            int seconds = Math.max(DEFAULT_SECONDS, json.path("expires_in").asInt(DEFAULT_SECONDS));
            return new TokenCache.Token(value, Instant.now().plusSeconds(seconds));
        } catch (IOException e) {
            throw Failures.broken(doing, call.method(), call.url(), e);
        }
    }

    /** Empty for what is too long or no JSON: it has no token that could be used. */
    private static ObjectNode tokenAnswer(Answer answer) throws IOException {
        byte[] body = answer.bytes(MAX_TOKEN_BODY);
        try {
            return body == null ? Json.object() : Json.parseObject(body, "the token server's answer");
        } catch (CorruptContentException e) {
            return Json.object();
        }
    }

    /** The password goes there: so it has to be a server that may be asked, and no less protected than the registry. */
    private URI checked(Request request, String realm) {
        URI uri;
        try {
            uri = URI.create(realm);
        } catch (IllegalArgumentException e) {
            throw refusedRealm(request, "at an address that is none. Look into its configuration.");
        }
        Optional<String> refusal = http.rules().refusal(request.base(), uri);
        if (refusal.isPresent()) {
            throw refusedRealm(request, "at an address " + refusal.get() + ". Look into its configuration.");
        }
        boolean plain = uri.getScheme().equalsIgnoreCase("http");
        boolean allowed = request.base().getScheme().equals("http")
                || http.base(uri.getRawAuthority()).startsWith("http:");
        if (plain && !allowed) {
            throw refusedRealm(
                    request,
                    "over plain HTTP at " + uri.getHost()
                            + ". If that is meant, name it in the parameter plainHttpHosts.");
        }
        return uri;
    }

    private static RegistryException refusedRealm(Request request, String why) {
        return new RegistryException(
                true, 401, "", request.doing() + ": " + request.registry() + " asks to log in " + why, null);
    }

    private static String query(TokenCache.Key key) {
        StringBuilder query = new StringBuilder();
        if (!key.service().isEmpty()) {
            query.append("service=").append(encode(key.service()));
        }
        for (String scope : key.scope().words()) {
            query.append(query.isEmpty() ? "" : "&").append("scope=").append(encode(scope));
        }
        return query.toString();
    }

    /** OAuth2 with a refresh token (distribution, "Token Authentication: OAuth2"): one form, scopes separated by spaces. */
    private static Http.Call refresh(URI realm, TokenCache.Key key, Credential credential) {
        String form = "grant_type=refresh_token&client_id=multiarch-maven-plugin&service=" + encode(key.service())
                + "&scope=" + encode(key.scope().toString()) + "&refresh_token=" + encode(credential.secret());
        byte[] bytes = form.getBytes(StandardCharsets.US_ASCII);
        return new Http.Call(
                "POST",
                realm,
                Map.of(),
                null,
                new Http.Body(
                        "application/x-www-form-urlencoded",
                        bytes.length,
                        () -> new ByteArrayInputStream(bytes),
                        true));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
