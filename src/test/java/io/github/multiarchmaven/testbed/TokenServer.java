package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.multiarchmaven.image.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A token server as {@code docker-registry} trusts it, on 127.0.0.1 and a free port: distribution's token authentication
 * specification, by GET with Basic and by OAuth2's form. It signs for whom it knows what they may do, and keeps what it was
 * asked, never a password.
 */
public final class TokenServer implements AutoCloseable {
    private static final String SERVICE = "testbed registry";
    private static final String ISSUER = "testbed tokens";
    private static final String ANONYMOUS = "";

    /** The registry forgives so much of a late token ({@code Leeway} of its registry/auth/token/token.go). */
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private final TestAuthority signers = TestAuthority.named("Token signers");
    private final TestAuthority.Issued signer = signers.issue(
            "RSA", Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(12)), "token signer");
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private final List<Right> rights = new CopyOnWriteArrayList<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Duration life = Duration.ofMinutes(5);

    /**
     * One request that was answered.
     *
     * @param grant {@code basic} or {@code anonymous} for a GET, else OAuth2's grant type
     * @param user empty for nobody, or when the login was refused
     * @param scopes as asked for, one word each
     */
    public record Asked(String grant, String user, List<String> scopes, int status) {}

    private record Right(String user, String prefix, Set<String> actions) {}

    private record Login(String grant, String user, boolean accepted, List<String> scopes, boolean wantsRefresh) {}

    private TokenServer(HttpServer server) {
        this.server = server;
        server.createContext("/token", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public static TokenServer start() {
        try {
            return new TokenServer(HttpServer.create(loopback(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param authority issues its certificate, for 127.0.0.1 */
    public static TokenServer startWithTls(TestAuthority authority) {
        try {
            HttpsServer https = HttpsServer.create(loopback(), 0);
            https.setHttpsConfigurator(
                    new HttpsConfigurator(authority.issue("127.0.0.1").serving(null)));
            return new TokenServer(https);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback() throws IOException {
        return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    }

    /** One who can log in, and may do nothing yet. */
    public TokenServer user(String name, String password) {
        passwords.put(name, password);
        return this;
    }

    /**
     * @param prefix of the names of repositories; empty for all
     * @param actions {@code pull}, {@code push}
     */
    public TokenServer allow(String user, String prefix, String... actions) {
        rights.add(new Right(user, prefix, Set.of(actions)));
        return this;
    }

    /** As {@link #allow}, for those who do not log in. */
    public TokenServer allowAnyone(String prefix, String... actions) {
        return allow(ANONYMOUS, prefix, actions);
    }

    /**
     * For how long the registry takes tokens that are made from now on, or up to a second longer; they also say so. Five minutes if
     * nothing is said.
     */
    public TokenServer tokensLast(Duration newLife) {
        life = newLife;
        return this;
    }

    /** A refresh token, as {@code docker login} stores it: "identity token". */
    public String identityToken(String user) {
        String token = "refresh-" + UUID.randomUUID();
        refreshTokens.put(token, user);
        return token;
    }

    /** {@code 127.0.0.1:PORT} */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** All requests up to now, in the order they were answered. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /**
     * The section of a registry's configuration by which it sends its users here.
     *
     * @param folder gets the certificate of those who sign
     */
    String section(Path folder) {
        return """
                auth:
                  token:
                    realm: '%s://%s/token'
                    service: '%s'
                    issuer: '%s'
                    rootcertbundle: '%s'
                """
                .formatted(
                        server instanceof HttpsServer ? "https" : "http",
                        host(),
                        SERVICE,
                        ISSUER,
                        signers.write(folder.resolve("signers.crt")));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Login login = exchange.getRequestMethod().equals("POST") ? posted(exchange) : got(exchange);
            int status = login.accepted() ? 200 : 401;
            asked.add(new Asked(login.grant(), login.accepted() ? login.user() : ANONYMOUS, login.scopes(), status));
            ObjectNode json = login.accepted() ? granted(login) : refusal();
            byte[] body = Json.bytes(json);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** "Token Authentication Specification" of distribution: the login in the header, the scopes in the query. */
    private Login got(HttpExchange exchange) {
        Map<String, List<String>> query = form(exchange.getRequestURI().getRawQuery());
        List<String> scopes = query.getOrDefault("scope", List.of());
        boolean wantsRefresh = only(query, "offline_token").equals("true");
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null) {
            return new Login("anonymous", ANONYMOUS, true, scopes, false);
        }
        String[] login = new String(
                        Base64.getDecoder().decode(header.replaceFirst("^Basic ", "")), StandardCharsets.UTF_8)
                .split(":", 2);
        boolean accepted = knows(login[0], login[1]) && only(query, "service").equals(SERVICE);
        return new Login("basic", login[0], accepted, scopes, wantsRefresh);
    }

    /** "Token Authentication: OAuth2" of distribution: all of it in a form, scopes separated by spaces. */
    private Login posted(HttpExchange exchange) throws IOException {
        Map<String, List<String>> form =
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String grant = only(form, "grant_type");
        String user = grant.equals("password")
                ? only(form, "username")
                : refreshTokens.getOrDefault(only(form, "refresh_token"), ANONYMOUS);
        boolean accepted = grant.equals("password") ? knows(user, only(form, "password")) : !user.isEmpty();
        List<String> scopes = Arrays.stream(only(form, "scope").split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
        boolean sound =
                !only(form, "client_id").isEmpty() && only(form, "service").equals(SERVICE);
        return new Login(
                grant,
                user,
                accepted && sound,
                scopes,
                only(form, "access_type").equals("offline"));
    }

    private boolean knows(String user, String password) {
        return password.equals(passwords.get(user));
    }

    private static Map<String, List<String>> form(String text) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            String value = parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            form.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(value);
        }
        return form;
    }

    private static String only(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).get(0);
    }

    private static ObjectNode refusal() {
        ObjectNode json = Json.object();
        json.putArray("errors")
                .addObject()
                .put("code", "UNAUTHORIZED")
                .put("message", "incorrect username or password");
        return json;
    }

    private ObjectNode granted(Login login) {
        String token = signed(login.user(), login.scopes());
        ObjectNode json = Json.object();
        json.put("token", token).put("access_token", token);
        json.put("expires_in", life.toSeconds());
        json.put("issued_at", Instant.now().toString());
        if (login.wantsRefresh()) {
            json.put("refresh_token", identityToken(login.user()));
        }
        return json;
    }

    /** A JSON Web Token by RS256, with the signer's certificate: the registry has that of its authority. */
    private String signed(String user, List<String> scopes) {
        try {
            Instant now = Instant.now();
            ObjectNode header = Json.object();
            header.put("typ", "JWT").put("alg", "RS256");
            header.putArray("x5c")
                    .add(Base64.getEncoder().encodeToString(signer.certificate().getEncoded()));
            ObjectNode claims = Json.object();
            claims.put("iss", ISSUER).put("sub", user).put("aud", SERVICE);
            claims.put("iat", now.getEpochSecond()).put("nbf", now.getEpochSecond());
            // Whole seconds: rounded up, or one second could be none.
            claims.put("exp", now.plus(life).minus(LEEWAY).getEpochSecond() + 1);
            claims.put("jti", UUID.randomUUID().toString());
            ArrayNode access = claims.putArray("access");
            scopes.forEach(scope -> addAccess(access, user, scope));
            String content = encoded(Json.bytes(header)) + "." + encoded(Json.bytes(claims));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signer.key());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What of a scope the user may do; what not is left out, and refused by the registry. */
    private void addAccess(ArrayNode access, String user, String scope) {
        String[] parts = scope.split(":");
        Set<String> actions = new TreeSet<>();
        for (Right right : rights) {
            if ((right.user().equals(user) || right.user().equals(ANONYMOUS)) && parts[1].startsWith(right.prefix())) {
                actions.addAll(right.actions());
            }
        }
        actions.retainAll(List.of(parts[2].split(",")));
        ObjectNode entry = access.addObject().put("type", parts[0]).put("name", parts[1]);
        ArrayNode granted = entry.putArray("actions");
        actions.forEach(granted::add);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
