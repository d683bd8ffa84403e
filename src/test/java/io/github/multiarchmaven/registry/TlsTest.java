package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.tls.ClientCertificate;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import io.github.multiarchmaven.testbed.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client trusts, as whom it appears, and what it says when that fails; against a server with a private authority. */
class TlsTest {
    private static final String TAGS = "GET /v2/team/app/tags/list?n=1000";
    private static final Reply TAGGED = Reply.status(200).body("{\"tags\":[\"1\"]}");

    @TempDir
    Path folder;

    private final TestAuthority authority = TestAuthority.named("Example private root");
    private final TestAuthority other = TestAuthority.named("Another root");

    private ScriptedRegistry registry(TestAuthority.Issued certificate) {
        return new ScriptedRegistry(certificate.serving(null), false).on(TAGS, TAGGED);
    }

    private static List<String> tags(ScriptedRegistry registry, TlsOptions tls) {
        return tags(registry.host(), RegistryOptions.defaults().withTls(tls));
    }

    private static List<String> tags(String host, RegistryOptions options) {
        try (var client = new RegistryClient(options)) {
            return client.repository(Reference.parse(host + "/team/app")).tags();
        }
    }

    private static TlsOptions tlsFor(ScriptedRegistry registry) {
        return TlsOptions.defaults().withTlsHosts(Set.of(registry.host()));
    }

    private static String failure(ScriptedRegistry registry, TlsOptions tls) {
        var e = assertThrows(ImageException.class, () -> tags(registry, tls));
        assertTrue(e.userCanMend(), e.getMessage());
        return e.getMessage();
    }

    private static void assertSays(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> part + " in " + message);
        }
    }

    @Test
    void anAddedAuthorityIsTrusted() {
        try (var registry = registry(authority.issue("127.0.0.1"))) {
            Path file = authority.write(folder.resolve("ca.pem"));
            assertEquals(List.of("1"), tags(registry, tlsFor(registry).withCaCertificates(List.of(file))));
            Path all = other.write(folder.resolve("all/other.pem")).getParent();
            authority.write(all.resolve("one.crt"));
            assertEquals(List.of("1"), tags(registry, tlsFor(registry).withCaCertificates(List.of(all))));
        }
    }

    @Test
    void aFolderOfDockersIsTrustedAndArrangesForTlsOnLoopback() {
        try (var registry = registry(authority.issue("127.0.0.1"))) {
            authority.write(folder.resolve(registry.host() + "/ca.crt"));
            assertEquals(List.of("1"), tags(registry, TlsOptions.defaults().withCertsDirectories(List.of(folder))));
        }
    }

    @Test
    void anUnknownAuthorityIsNamedWithTheParameterThatMendsIt() {
        try (var registry = registry(authority.issue("127.0.0.1"))) {
            Path file = other.write(folder.resolve("ca.pem"));
            assertSays(
                    failure(registry, tlsFor(registry).withCaCertificates(List.of(file))),
                    "Listing the tags of " + registry.host() + "/team/app: GET https://" + registry.host(),
                    "the certificate of " + registry.host() + " was issued by 'CN=Example private root'",
                    "caCertificates");
        }
    }

    @Test
    void anExpiredCertificateIsNamedAsThat() {
        Instant begin = Instant.now().minus(Duration.ofDays(2));
        var expired = authority.issue("EC", begin, begin.plus(Duration.ofDays(1)), "127.0.0.1");
        try (var registry = registry(expired)) {
            Path file = authority.write(folder.resolve("ca.pem"));
            assertSays(
                    failure(registry, tlsFor(registry).withCaCertificates(List.of(file))),
                    "has expired",
                    expired.certificate().getNotAfter().toInstant().toString());
        }
    }

    @Test
    void aCertificateOfTomorrowIsNamedAsThat() {
        Instant begin = Instant.now().plus(Duration.ofDays(1));
        try (var registry = registry(authority.issue("EC", begin, begin.plus(Duration.ofDays(1)), "127.0.0.1"))) {
            Path file = authority.write(folder.resolve("ca.pem"));
            assertSays(
                    failure(registry, tlsFor(registry).withCaCertificates(List.of(file))),
                    "is not valid yet",
                    begin.toString().substring(0, 10));
        }
    }

    @Test
    void theNamesOfAWrongCertificateAreTold() {
        try (var registry = registry(authority.issue("hub.example.com", "10.0.0.7"))) {
            Path file = authority.write(folder.resolve("ca.pem"));
            assertSays(
                    failure(registry, tlsFor(registry).withCaCertificates(List.of(file))),
                    "is for other names: hub.example.com, 10.0.0.7",
                    registry.host());
        }
    }

    @Test
    void aHostNamedInsecureIsNotCheckedAndNoOtherIs() {
        try (var registry = registry(other.issue("hub.example.com"));
                var second = registry(other.issue("hub.example.com"))) {
            var tls = TlsOptions.defaults()
                    .withInsecureHosts(Set.of(registry.host()))
                    .withTlsHosts(Set.of(second.host()));
            assertEquals(List.of("1"), tags(registry, tls));
            assertSays(failure(second, tls), "CN=Another root");
        }
    }

    @Test
    void aPlainServerBehindHttpsIsNamedAsThat() throws IOException {
        // As web servers do; the JDK's waits for a line's end instead.
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread answering = new Thread(() -> answerBadRequest(server));
            answering.setDaemon(true);
            answering.start();
            String host = "127.0.0.1:" + server.getLocalPort();
            var options =
                    RegistryOptions.defaults().withTls(TlsOptions.defaults().withTlsHosts(Set.of(host)));
            var e = assertThrows(ImageException.class, () -> tags(host, options));
            assertSays(e.getMessage(), host + " does not speak TLS", "plainHttpHosts");
        }
    }

    private static void answerBadRequest(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write(Fixtures.bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void goServersWantOfTlsIsUnderstood() {
        try (var registry = new ScriptedRegistry()) {
            registry.on(TAGS, Reply.status(400).body("Client sent an HTTP request to an HTTPS server.\n"));
            assertSays(failure(registry, TlsOptions.defaults()), registry.host() + " speaks TLS", "tlsHosts");
        }
    }

    @Test
    void aTlsPortThatIsSpokenToInPlainHttpIsNamedAsThat() {
        try (var registry = registry(authority.issue("127.0.0.1"))) {
            var e = assertThrows(ImageException.class, () -> tags(registry, TlsOptions.defaults()));
            assertSays(e.getMessage(), "if it speaks TLS", "tlsHosts");
        }
    }

    @Test
    void aServerThatWantsAClientCertificateGetsTheConfiguredOne() {
        var serving = authority.issue("127.0.0.1").serving(authority);
        try (var registry = new ScriptedRegistry(serving, true).on(TAGS, TAGGED)) {
            Path file = authority.write(folder.resolve("ca.pem"));
            var tls = tlsFor(registry).withCaCertificates(List.of(file));
            authority.issue("joe").write(folder, "c.pem", "k.pem");
            var client = new ClientCertificate(folder.resolve("c.pem"), folder.resolve("k.pem"));

            assertEquals(List.of("1"), tags(registry, tls.withClientCertificates(Map.of("127.0.0.1", client))));
            // This server hangs up without saying why; what a real one says is shown against docker-registry.
            assertThrows(ImageException.class, () -> tags(registry, tls));
        }
    }

    @Test
    void aStorageIsCheckedByItsOwnHostsSettings() throws IOException {
        byte[] content = Fixtures.bytes("a layer");
        Descriptor layer = Fixtures.blob(content);
        try (var registry = registry(authority.issue("127.0.0.1"));
                var storage = registry(other.issue("127.0.0.1"))) {
            registry.on(
                    "GET /v2/team/app/blobs/" + layer.digest(),
                    Reply.status(307).with("Location", storage.url("/blob")));
            storage.on("GET /blob", Reply.status(200).body(content));
            authority.write(folder.resolve(registry.host() + "/ca.crt"));
            Function<RegistryOptions, byte[]> reading = options -> {
                try (var client = new RegistryClient(options);
                        InputStream in = client.repository(registry.reference("team/app"))
                                .openBlob(layer)) {
                    return in.readAllBytes();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            };
            var options =
                    RegistryOptions.defaults().withTls(TlsOptions.defaults().withCertsDirectories(List.of(folder)));

            var e = assertThrows(ImageException.class, () -> reading.apply(options));
            assertSays(e.getMessage(), "CN=Another root");
            other.write(folder.resolve(storage.host() + "/ca.crt"));
            assertArrayEquals(content, reading.apply(options));
        }
    }

    @Test
    void aTokenServerIsCheckedByItsOwnHostsSettings() {
        try (var registry = registry(authority.issue("127.0.0.1"));
                var tokens = registry(other.issue("127.0.0.1"))) {
            registry.on(
                    TAGS,
                    Reply.status(401).with("WWW-Authenticate", "Bearer realm=\"" + tokens.url("/token") + "\""),
                    TAGGED);
            tokens.on(
                    "GET /token?scope=repository%3Ateam%2Fapp%3Apull",
                    Reply.status(200).body("{\"token\":\"t\"}"));
            authority.write(folder.resolve(registry.host() + "/ca.crt"));
            var tls = TlsOptions.defaults().withCertsDirectories(List.of(folder));

            assertSays(failure(registry, tls), "logging in at 127.0.0.1", "CN=Another root");
            other.write(folder.resolve(tokens.host() + "/ca.crt"));
            registry.on(
                    TAGS,
                    Reply.status(401).with("WWW-Authenticate", "Bearer realm=\"" + tokens.url("/token") + "\""),
                    TAGGED);
            assertEquals(List.of("1"), tags(registry, tls));
        }
    }

    @Test
    void aServerThatIsSilentInTheHandshakeIsGivenUp() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String host = "127.0.0.1:" + server.getLocalPort();
            var options = RegistryOptions.defaults()
                    .withConnectTimeout(Duration.ofMillis(300))
                    .withTls(TlsOptions.defaults().withTlsHosts(Set.of(host)));
            var e = assertThrows(ImageException.class, () -> tags(host, options));
            assertSays(e.getMessage(), "did not answer in time", "connectTimeout");
            try (Socket connected = server.accept()) {
                assertTrue(connected.getInputStream().read() == 0x16, "it began a handshake");
            }
        }
    }
}
