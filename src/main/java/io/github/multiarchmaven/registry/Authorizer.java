package io.github.multiarchmaven.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.registry.auth.Credential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers a registry's challenge: Basic, or a Bearer token from the token server it names (distribution's token
 * authentication specification), anonymous when there is no login. Challenges are learnt from the first 401 of a registry, tokens kept
 * until shortly before they expire, apart for each credential.
 */
final class Authorizer {
    private static final int MAX_TOKEN_BODY = 1024 * 1024;
    /** The specification's default, and least, lifetime of a token. */
    private static final int DEFAULT_SECONDS = 60;

    private static final int MARGIN_SECONDS = 10;

    private final Http http;
    private final RegistryOptions options;
    private final Map<String, Challenge> challenges = new ConcurrentHashMap<>();
    private final Map<String, Optional<Credential>> credentials = new ConcurrentHashMap<>();
    private final Map<Key, Token> tokens = new ConcurrentHashMap<>();

    private record Key(String realm, String service, List<String> scopes, String identity) {}

    private record Token(String value, Instant end) {}

    Authorizer(Http http, RegistryOptions options) {
        this.http = http;
        this.options = options;
    }

    /** The header for a request, as far as the registry's challenge is known; null to go without. */
    String known(String registry, URI base, List<String> scopes, String doing) {
        Challenge challenge = challenges.get(registry);
        return challenge == null ? null : header(registry, base, challenge, scopes, doing);
    }

    /**
     * The header after a 401, whose challenge is remembered.
     *
     * @param refused the header that did not do; null when none was sent
     * @return null when there is nothing better to try
     */
    String afterRefusal(String registry, URI base, Answer answer, List<String> scopes, String refused, String doing) {
        Challenge challenge = choose(answer);
        if (challenge == null) {
            return null;
        }
        challenges.put(registry, challenge);
        if (refused != null && refused.startsWith("Bearer ")) {
            // Revoked, or expired earlier than it said.
            String value = refused.substring("Bearer ".length());
            tokens.values().removeIf(token -> token.value().equals(value));
        }
        String header = header(registry, base, challenge, scopes, doing);
        return header == null || header.equals(refused) ? null : header;
    }

    private static Challenge choose(Answer answer) {
        List<Challenge> all = Challenge.parse(answer.headers("WWW-Authenticate"));
        for (String scheme : List.of("bearer", "basic")) {
            for (Challenge challenge : all) {
                if (challenge.scheme().equals(scheme)) {
                    return challenge;
                }
            }
        }
        return null;
    }

    private String header(String registry, URI base, Challenge challenge, List<String> scopes, String doing) {
        Optional<Credential> credential = credentials.computeIfAbsent(registry, options.credentials()::find);
        if (challenge.scheme().equals("basic")) {
            return credential.map(Credential::basicHeader).orElse(null);
        }
        String realm = challenge.parameters().getOrDefault("realm", "");
        String service = challenge.parameters().getOrDefault("service", "");
        List<String> wanted = !scopes.isEmpty()
                ? scopes
                : Optional.ofNullable(challenge.parameters().get("scope"))
                        .map(List::of)
                        .orElse(List.of());
        Key key = new Key(
                realm, service, wanted, credential.map(Credential::identity).orElse(""));
        Token token = tokens.get(key);
        if (token == null || Instant.now().isAfter(token.end())) {
            token = fetch(registry, base, key, credential.orElse(null), doing);
            tokens.put(key, token);
        }
        return "Bearer " + token.value();
    }

    private Token fetch(String registry, URI base, Key key, Credential credential, String doing) {
        URI realm = checked(registry, base, key.realm(), doing);
        String what = doing + ", logging in at " + realm.getHost();
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
                throw Failures.refused(what, registry, answer, options.credentials());
            }
            byte[] body = answer.bytes(MAX_TOKEN_BODY);
            ObjectNode json = body == null ? Json.object() : Json.parseObject(body, "the token server's answer");
            String value = json.path("token").asText(json.path("access_token").asText(""));
            // Anything but visible ASCII would break out of the header.
            if (!value.matches("[\\x21-\\x7e]+")) {
                throw new RegistryException(
                        false,
                        answer.status(),
                        "",
                        what + ": the answer has no usable token. Look into the token server.",
                        null);
            }
            int seconds = Math.max(DEFAULT_SECONDS, json.path("expires_in").asInt(DEFAULT_SECONDS));
            return new Token(value, Instant.now().plusSeconds(seconds - (long) MARGIN_SECONDS));
        } catch (IOException e) {
            throw Failures.broken(what, call.method(), call.url(), e);
        }
    }

    /** The password goes there: so it has to be a server, and no less protected than the registry. */
    private URI checked(String registry, URI base, String realm, String doing) {
        URI uri;
        try {
            uri = URI.create(realm);
        } catch (IllegalArgumentException e) {
            uri = URI.create("");
        }
        boolean http = "http".equals(uri.getScheme());
        if (uri.getHost() == null || !http && !"https".equals(uri.getScheme())) {
            throw new RegistryException(
                    false,
                    401,
                    "",
                    doing + ": " + registry
                            + " asks to log in at an address that is none. Look into its configuration.",
                    null);
        }
        boolean allowed = base.getScheme().equals("http")
                || Urls.base(uri.getRawAuthority(), options.plainHttpHosts()).startsWith("http:");
        if (http && !allowed) {
            throw new RegistryException(
                    true,
                    401,
                    "",
                    doing + ": " + registry + " asks to log in over plain HTTP at " + uri.getHost()
                            + ". If that is meant, name it in the parameter plainHttpHosts.",
                    null);
        }
        return uri;
    }

    private static String query(Key key) {
        StringBuilder query = new StringBuilder();
        if (!key.service().isEmpty()) {
            query.append("service=").append(encode(key.service()));
        }
        for (String scope : key.scopes()) {
            query.append(query.isEmpty() ? "" : "&").append("scope=").append(encode(scope));
        }
        return query.toString();
    }

    /** OAuth2 with a refresh token (distribution, "Token Authentication: OAuth2"): one form, scopes separated by spaces. */
    private static Http.Call refresh(URI realm, Key key, Credential credential) {
        String form = "grant_type=refresh_token&client_id=multiarch-maven-plugin&service=" + encode(key.service())
                + "&scope=" + encode(String.join(" ", key.scopes()))
                + "&refresh_token=" + encode(credential.secret());
        byte[] bytes = form.getBytes(StandardCharsets.US_ASCII);
        return new Http.Call(
                "POST",
                realm,
                Map.of(),
                null,
                new Http.Body(
                        "application/x-www-form-urlencoded", bytes.length, () -> new ByteArrayInputStream(bytes)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
