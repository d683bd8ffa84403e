package io.github.multiarchmaven.registry;

import static io.github.multiarchmaven.registry.Fixtures.blob;
import static io.github.multiarchmaven.registry.Fixtures.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.ScriptedRegistry.Seen;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in, seen from the registry and from its token server, which is a server of its own here. */
class AuthorizerTest {
    private static final String TAGS = "GET /v2/team/app/tags/list?n=1000";
    private static final String PULL = tokenLine("repository:team/app:pull");
    private static final String PUSH = tokenLine("repository:team/app:pull,push");
    private static final Credential JOE = Credential.basic("joe", "canary-secret");
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("joe:canary-secret".getBytes(StandardCharsets.UTF_8));

    private final ScriptedRegistry registry = new ScriptedRegistry();
    private final ScriptedRegistry auth = new ScriptedRegistry();
    private RegistryClient client = Fixtures.client(CredentialSource.none());

    @AfterEach
    void stop() {
        client.close();
        auth.close();
        registry.close();
    }

    private RegistryRepository app(Credential credential) {
        client.close();
        client = Fixtures.client(credential == null ? CredentialSource.none() : Fixtures.login(registry, credential));
        return client.repository(registry.reference("team/app"));
    }

    private static String tokenLine(String... scopes) {
        StringBuilder line = new StringBuilder("GET /token?service=hub");
        for (String scope : scopes) {
            line.append("&scope=")
                    .append(scope.replace(":", "%3A").replace("/", "%2F").replace(",", "%2C"));
        }
        return line.toString();
    }

    private Reply challenge() {
        return challenge(auth.url("/token"));
    }

    private static Reply challenge(String realm) {
        return Fixtures.error(401, "UNAUTHORIZED", "authentication required")
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"" + realm + "\",service=\"hub\",scope=\"repository:team/app:pull\"");
    }

    private static Reply basicChallenge() {
        return Reply.status(401).with("WWW-Authenticate", "Basic realm=\"hub\"");
    }

    private static Reply token(String value) {
        return Reply.status(200).body("{\"token\":\"" + value + "\",\"expires_in\":300}");
    }

    private static Reply tags() {
        return Reply.status(200).body("{\"tags\":[\"1\"]}");
    }

    private List<String> authorizations(String line) {
        return registry.requests(line).stream()
                .map(seen -> seen.header("Authorization"))
                .map(String::valueOf)
                .toList();
    }

    @Test
    void withoutLoginAnAnonymousTokenIsUsed() {
        registry.on(TAGS, challenge(), tags());
        auth.on(PULL, token("t1"));
        assertEquals(List.of("1"), app(null).tags());
        assertEquals(List.of("null", "Bearer t1"), authorizations(TAGS));
        assertNull(auth.request(PULL).header("Authorization"));
    }

    @Test
    void aTokenMayBeNamedAccessToken() {
        registry.on(TAGS, challenge(), tags());
        auth.on(PULL, Reply.status(200).body("{\"access_token\":\"t1\"}"));
        app(null).tags();
        assertEquals(List.of("null", "Bearer t1"), authorizations(TAGS));
    }

    @Test
    void basicIsAnsweredWithThePasswordAndThenSentAtOnce() {
        registry.on(TAGS, basicChallenge(), tags());
        RegistryRepository app = app(JOE);
        app.tags();
        app.tags();
        assertEquals(List.of("null", BASIC, BASIC), authorizations(TAGS));
    }

    @Test
    void aBearerTokenIsBoughtWithThePasswordWhichTheRegistryNeverSees() {
        registry.on(TAGS, challenge(), tags());
        auth.on(PULL, token("t1"));
        app(JOE).tags();
        assertEquals(BASIC, auth.request(PULL).header("Authorization"));
        assertEquals(List.of("null", "Bearer t1"), authorizations(TAGS));
    }

    @Test
    void anIdentityTokenIsPostedAsAForm() {
        registry.on(TAGS, challenge(), tags());
        auth.on("POST /token", Reply.status(200).body("{\"access_token\":\"t1\"}"));
        app(Credential.identityToken("canary+/=&")).tags();
        Seen post = auth.request("POST /token");
        assertEquals("application/x-www-form-urlencoded", post.header("Content-Type"));
        assertNull(post.header("Authorization"));
        var form = Stream.of(post.text().split("&")).toList();
        assertTrue(form.contains("grant_type=refresh_token"), post.text());
        assertTrue(form.contains("refresh_token=canary%2B%2F%3D%26"), post.text());
        assertTrue(form.contains("service=hub"), post.text());
        assertTrue(form.contains("scope=repository%3Ateam%2Fapp%3Apull"), post.text());
        assertEquals(List.of("null", "Bearer t1"), authorizations(TAGS));
    }

    @Test
    void anIdentityTokenIsNoAnswerToBasic() {
        registry.on(TAGS, basicChallenge());
        RegistryRepository app = app(Credential.identityToken("canary"));
        var e = assertThrows(RegistryException.class, app::tags);
        assertEquals(401, e.status());
        assertFalse(e.getMessage().contains("canary"), e.getMessage());
    }

    @Test
    void readingAsksForPullAndWritingForPush() {
        Descriptor blob = blob(bytes("x"));
        String start = "POST /v2/team/app/blobs/uploads/";
        registry.on("HEAD /v2/team/app/blobs/" + blob.digest(), challenge(), Reply.status(404))
                .on(start, Fixtures.error(403, "DENIED", "no"));
        auth.on(PULL, token("pull")).on(PUSH, token("push"));
        RegistryRepository app = app(JOE);
        assertThrows(
                RegistryException.class,
                () -> app.putBlob(blob, null, () -> {
                    throw new AssertionError("opened");
                }));
        assertEquals(List.of("Bearer push"), authorizations(start));
        assertEquals(List.of(PULL, PUSH), auth.lines());
    }

    @Test
    void aMountAsksForBothRepositoriesInOneToken() {
        Descriptor blob = blob(bytes("x"));
        String mount = "POST /v2/team/app/blobs/uploads/?mount=" + blob.digest() + "&from=team/base";
        String both = tokenLine("repository:team/app:pull,push", "repository:team/base:pull");
        registry.on("HEAD /v2/team/app/blobs/" + blob.digest(), challenge(), Reply.status(404))
                .on(mount, Reply.status(201));
        auth.on(PULL, token("pull")).on(both, token("both"));
        assertEquals(BlobOutcome.MOUNTED, app(JOE).putBlob(blob, registry.reference("team/base"), () -> {
            throw new AssertionError("opened");
        }));
        assertEquals(List.of("Bearer both"), authorizations(mount));
    }

    @Test
    void aTokenServesTheNextRequestOfItsScopeOnly() {
        String other = "GET /v2/team/other/tags/list?n=1000";
        registry.on(TAGS, challenge(), tags()).on(other, tags());
        auth.on(PULL, token("t1")).on(tokenLine("repository:team/other:pull"), token("t2"));
        RegistryRepository app = app(JOE);
        app.tags();
        app.tags();
        client.repository(registry.reference("team/other")).tags();
        assertEquals(List.of("null", "Bearer t1", "Bearer t1"), authorizations(TAGS));
        assertEquals(List.of("Bearer t2"), authorizations(other));
        assertEquals(1, auth.requests(PULL).size());
    }

    @Test
    void aRevokedTokenIsReplacedOnce() {
        registry.on(TAGS, challenge(), tags(), challenge(), tags());
        auth.on(PULL, token("t1"), token("t2"));
        RegistryRepository app = app(JOE);
        app.tags();
        app.tags();
        assertEquals(List.of("null", "Bearer t1", "Bearer t1", "Bearer t2"), authorizations(TAGS));
    }

    @Test
    void aTokenThatIsNeverAcceptedIsNotAskedForWithoutEnd() {
        registry.on(TAGS, challenge(), tags(), challenge());
        auth.on(PULL, token("t1"), token("t2"), token("t3"));
        RegistryRepository app = app(JOE);
        app.tags();
        var e = assertThrows(RegistryException.class, app::tags);
        assertEquals(401, e.status());
        assertEquals(2, auth.requests(PULL).size());
        assertEquals(4, registry.requests(TAGS).size());
    }

    @Test
    void aWrongPasswordIsToldWithItsPlaceAndWithoutItself() {
        registry.on(TAGS, basicChallenge());
        RegistryRepository app = app(JOE);
        var e = assertThrows(RegistryException.class, app::tags);
        assertTrue(e.getMessage().contains("settings.xml server '" + registry.host() + "'"), e.getMessage());
        assertNoSecret(e);
        assertEquals(2, registry.requests(TAGS).size(), "a refused password is not sent twice");
    }

    @Test
    void aPasswordThatTheTokenServerRefusesIsToldWithItsPlaceAndWithoutItself() {
        registry.on(TAGS, challenge());
        auth.on(PULL, Fixtures.error(401, "UNAUTHORIZED", "incorrect username or password"));
        RegistryRepository app = app(JOE);
        var e = assertThrows(RegistryException.class, app::tags);
        assertEquals(401, e.status());
        assertTrue(e.getMessage().contains("settings.xml server '" + registry.host() + "'"), e.getMessage());
        assertTrue(e.getMessage().contains("incorrect username or password"), e.getMessage());
        assertNoSecret(e);
    }

    /** As distribution's registry and token servers do it: the token is for less than was asked, and the answer is 401 again. */
    private String refusalForLackOfRights(Credential credential) {
        registry.on(
                TAGS,
                challenge(),
                Reply.status(401)
                        .with(
                                "WWW-Authenticate",
                                "Bearer realm=\"" + auth.url("/token")
                                        + "\",service=\"hub\",scope=\"repository:team/app:pull\",error=\"insufficient_scope\""));
        auth.on(PULL, token("t1"), token("t2"));
        return assertThrows(RegistryException.class, app(credential)::tags).getMessage();
    }

    @Test
    void aGoodLoginWithoutTheRightIsNotCalledRefused() {
        String message = refusalForLackOfRights(JOE);
        assertTrue(
                message.contains("The login may not do this: settings.xml server '" + registry.host() + "'"), message);
        assertFalse(message.contains("refused or missing"), message);
    }

    @Test
    void withoutLoginALackOfRightsAsksForOne() {
        String message = refusalForLackOfRights(null);
        assertTrue(message.contains("no credentials found for " + registry.host()), message);
        assertTrue(message.contains("run docker login"), message);
    }

    private static void assertNoSecret(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            assertFalse(String.valueOf(t).contains("canary"), String.valueOf(t));
            assertFalse(String.valueOf(t).contains(BASIC.substring(6)), String.valueOf(t));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hub", "/token", "file:///etc/passwd", "ftp://127.0.0.1/token", "http://", "http://a b/"})
    void aRealmThatIsNoWebAddressIsRefused(String realm) {
        registry.on(TAGS, challenge(realm));
        RegistryRepository app = app(JOE);
        var e = assertThrows(RegistryException.class, app::tags);
        assertTrue(e.getMessage().matches("(?s).* asks to log in at an address that is .*"), e.getMessage());
        assertNoSecret(e);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://169.254.169.254/token", "http://0.0.0.0/token", "http://joe:canary@127.0.0.1/token"})
    void aRealmWhereNoLoginMayGoIsNotAsked(String realm) {
        registry.on(TAGS, challenge(realm));
        RegistryRepository app = app(JOE);
        var e = assertThrows(RegistryException.class, app::tags);
        assertTrue(e.getMessage().contains("asks to log in at an address "), e.getMessage());
        assertEquals(List.of(TAGS), registry.lines());
        assertNoSecret(e);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\":\"canary\\r\\nX-Evil: 1\"}",
                "{\"token\":\"canary\\u0000\"}",
                "{\"token\":\"can ary\"}",
                "{\"token\":\"\"}",
                "{}",
                "[\"canary\"]",
                "<html>canary</html>",
                ""
            })
    void aTokenThatCouldBreakOutOfItsHeaderIsRefused(String answer) {
        registry.on(TAGS, challenge());
        auth.on(PULL, Reply.status(200).body(answer));
        RegistryRepository app = app(JOE);
        assertNoSecret(assertThrows(ImageException.class, app::tags));
        assertEquals(1, registry.requests(TAGS).size());
    }

    @Test
    void aRefusalWithoutChallengeIsFinal() {
        registry.on(TAGS, Fixtures.error(401, "UNAUTHORIZED", "no"));
        RegistryRepository app = app(JOE);
        var e = assertThrows(RegistryException.class, app::tags);
        assertEquals(401, e.status());
        assertEquals("UNAUTHORIZED", e.code());
        assertEquals(List.of("null"), authorizations(TAGS));
    }

    @Test
    void aChallengeOfAnUnknownKindIsFinal() {
        registry.on(TAGS, Reply.status(401).with("WWW-Authenticate", "Negotiate"));
        RegistryRepository app = app(JOE);
        assertEquals(401, assertThrows(RegistryException.class, app::tags).status());
        assertEquals(List.of("null"), authorizations(TAGS));
    }

    @Test
    void withoutLoginTheSentenceSaysSoAndHowToLogIn() {
        registry.on(TAGS, basicChallenge());
        RegistryRepository app = app(null);
        var e = assertThrows(RegistryException.class, app::tags);
        assertTrue(e.getMessage().contains("no credentials found for " + registry.host()), e.getMessage());
        assertTrue(e.getMessage().contains("docker login " + registry.host()), e.getMessage());
        assertTrue(e.userCanMend());
    }

    @Test
    void failedLoginsLeaveNoConnectionBehind() {
        client.close();
        client = new RegistryClient(
                RegistryOptions.defaults().withConnectionsPerHost(1).withCredentials(Fixtures.login(registry, JOE)));
        RegistryRepository app = client.repository(registry.reference("team/app"));
        registry.on(TAGS, challenge());
        Reply no = Fixtures.error(401, "UNAUTHORIZED", "no");
        auth.on(
                PULL,
                no,
                token("1"),
                no,
                token("2"),
                no,
                token("3"),
                no,
                token("4"),
                no,
                token("5"),
                no,
                token("6"),
                no);
        // More failures than the pool has connections: one that is left behind would be waited for, for minutes.
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 7; i++) {
                assertEquals(
                        401, assertThrows(RegistryException.class, app::tags).status());
            }
        });
        assertEquals(13, auth.requests(PULL).size());
    }
}
