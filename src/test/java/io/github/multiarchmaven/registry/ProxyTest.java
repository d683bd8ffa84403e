package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.ScriptedRegistry.Seen;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import io.github.multiarchmaven.testbed.TestAuthority;
import io.github.multiarchmaven.testbed.TunnelProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a proxy on the way is asked, what it may see, and what is said when it does not let us through. */
class ProxyTest {
    private static final String TAGS = "/v2/team/app/tags/list?n=1000";
    private static final Reply TAGGED = Reply.status(200).body("{\"tags\":[\"1\"]}");
    private static final Credential LOGIN = Credential.basic("joe", "canary");

    private static RegistryOptions through(int port, Credential login) {
        return RegistryOptions.defaults().withProxies(url -> Optional.of(new ProxySetting("127.0.0.1", port, login)));
    }

    private static List<String> tags(String host, RegistryOptions options) {
        try (var client = new RegistryClient(options)) {
            return client.repository(Reference.parse(host + "/team/app")).tags();
        }
    }

    private static String failure(String host, RegistryOptions options) {
        String message =
                assertThrows(ImageException.class, () -> tags(host, options)).getMessage();
        assertFalse(message.contains("canary"), message);
        return message;
    }

    @Test
    void aTunnelCarriesTlsAndTheLoginStaysWithTheProxy(@TempDir Path folder) {
        TestAuthority authority = TestAuthority.named("root");
        Path file = authority.write(folder.resolve("ca.pem"));
        var serving = authority.issue("127.0.0.1").serving(null);
        try (var registry = new ScriptedRegistry(serving, false).on("GET " + TAGS, TAGGED);
                var proxy = new TunnelProxy(null)) {
            var tls = TlsOptions.defaults().withCaCertificates(List.of(file)).withTlsHosts(Set.of(registry.host()));

            assertEquals(
                    List.of("1"),
                    tags(registry.host(), through(proxy.port(), LOGIN).withTls(tls)));

            String head = proxy.heads().get(0);
            assertTrue(head.startsWith("CONNECT " + registry.host() + " HTTP/1.1\r\n"), head);
            assertTrue(head.contains("Proxy-Authorization: " + LOGIN.basicHeader()), head);
            Seen seen = registry.request("GET " + TAGS);
            assertNull(seen.header("Proxy-Authorization"));
            assertNull(seen.header("Authorization"));
        }
    }

    @Test
    void aPlainRequestIsTheProxysToPassOn() {
        try (var proxy = new ScriptedRegistry()) {
            String host = "hub.example.invalid:5000";
            proxy.on("GET http://" + host + TAGS, TAGGED);
            int port = Integer.parseInt(proxy.host().replaceAll(".*:", ""));

            assertEquals(List.of("1"), tags(host, through(port, LOGIN).withPlainHttpHosts(Set.of(host))));

            Seen seen = proxy.requests().get(0);
            assertEquals(host, seen.header("Host"));
            assertEquals(LOGIN.basicHeader(), seen.header("Proxy-Authorization"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            HTTP/1.1 407 No,       false, wants a login: add <username>
            HTTP/1.1 407 No,       true,  refused the login
            HTTP/1.0 401 No,       true,  refused the login
            HTTP/1.1 403 No,       true,  does not allow this host
            HTTP/1.1 502 No,       true,  cannot reach the host
            HTTP/1.1 418,          true,  proxy's log
            SSH-2.0-OpenSSH_9,     true,  does not answer as an HTTP proxy
            '',                    true,  does not answer as an HTTP proxy
            """)
    void aRefusalHasItsRemedy(String answer, boolean login, String text) {
        try (var proxy = new TunnelProxy(answer + "\r\n\r\n")) {
            String message = failure("hub.example.invalid", through(proxy.port(), login ? LOGIN : null));
            assertTrue(message.contains(text), message);
            assertTrue(message.contains("127.0.0.1:" + proxy.port()), message);
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamedAndNotTheRegistryBlamed() throws IOException {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = server.getLocalPort();
        }
        String message = failure("hub.example.invalid", through(port, LOGIN));
        assertTrue(message.contains("the proxy 127.0.0.1:" + port + " cannot be reached"), message);

        String unknown = failure(
                "hub.example.invalid",
                RegistryOptions.defaults()
                        .withProxies(url -> Optional.of(new ProxySetting("proxy.example.invalid", 1, null))));
        assertTrue(unknown.contains("the proxy proxy.example.invalid:1 is not known"), unknown);
    }

    @Test
    void aProxyThatDoesNotAnswerIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String message = failure(
                    "hub.example.invalid",
                    through(silent.getLocalPort(), null).withConnectTimeout(Duration.ofMillis(300)));
            assertTrue(message.contains("did not reach hub.example.invalid:443 in time"), message);
        }
    }
}
