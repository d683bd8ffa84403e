package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.StaticCredentials;
import io.github.multiarchmaven.registry.tls.ClientCertificate;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import io.github.multiarchmaven.testbed.RealProxy;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.TestAuthority;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As in a company's network: the real registry with a private authority, client certificates and logins, behind a real proxy. */
final class SecuredRegistryIT {
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path folder;

    private final TestAuthority authority = TestAuthority.named("Company root");
    private final TestAuthority clients = TestAuthority.named("Company staff");
    private final RealRegistry registry = Unavailable.orSkip(
            () -> RealRegistry.startWithTls(new RealRegistry.Tls(authority, clients), "ann", PASSWORD));

    @AfterEach
    void stop() {
        registry.close();
    }

    private TlsOptions tls() {
        clients.issue("build machine").write(folder.resolve("mine"), "client.cert", "client.key");
        return TlsOptions.defaults()
                .withCaCertificates(List.of(authority.write(folder.resolve("ca/root.pem"))))
                .withClientCertificates(Map.of(
                        registry.host(),
                        new ClientCertificate(folder.resolve("mine/client.cert"), folder.resolve("mine/client.key"))));
    }

    private RegistryOptions options(TlsOptions tls) {
        return RegistryOptions.defaults()
                .withTls(tls)
                .withCredentials(new StaticCredentials(
                        Map.of(registry.host(), Credential.basic("ann", PASSWORD)), "settings.xml"));
    }

    private Repository repository(RegistryClient client, String name) {
        return client.repository(Reference.parse(registry.host() + "/" + name));
    }

    private String failure(RegistryOptions options) {
        try (RegistryClient client = new RegistryClient(options)) {
            Repository app = repository(client, "team/app");
            var e = assertThrows(ImageException.class, () -> app.resolve("1"));
            assertFalse(e.getMessage().contains("horse"), e.getMessage());
            return e.getMessage();
        }
    }

    private static ProxySelection through(RealProxy proxy, Credential login) {
        return url -> Optional.of(new ProxySetting("127.0.0.1", proxy.port(), login));
    }

    @Test
    void aCopyPassesThroughTlsAClientCertificateAndAProxyWithALogin() {
        Credential proxyLogin = Credential.basic("joe", "battery-staple");
        try (RealProxy proxy = Unavailable.orSkip(() -> RealProxy.start("joe", "battery-staple"));
                RealRegistry plain = Unavailable.orSkip(RealRegistry::start);
                RegistryClient client = new RegistryClient(options(tls()).withProxies(through(proxy, proxyLogin)));
                Copier copier = new Copier(4, new BlobLocations())) {
            Repository base = repository(client, "base/java");
            Manifest index = TinyImage.putIndex(base, "17", 2_000_000, Platform.linuxAmd64(), Platform.linuxArm64());
            Repository app = repository(client, "team/app");
            Repository elsewhere = client.repository(Reference.parse(plain.host() + "/team/app"));

            copier.copy(base, "17", app, List.of("1"));
            copier.copy(app, "1", elsewhere, List.of("1"));

            assertArrayEquals(index.bytes(), elsewhere.manifest("1").bytes());
            List<String> requests = proxy.requests();
            assertTrue(
                    requests.stream().anyMatch(line -> line.contains("CONNECT " + registry.host())),
                    requests::toString);
            assertTrue(
                    requests.stream().anyMatch(line -> line.contains("PUT http://" + plain.host() + "/v2/team/app/")),
                    requests::toString);
            assertFalse(plain.accesses().isEmpty());
        }
    }

    @Test
    void aFolderOfDockersServesAllOfIt() {
        Path certs = folder.resolve("certs.d");
        authority.write(certs.resolve(registry.host() + "/ca.crt"));
        clients.issue("build machine").write(certs.resolve(registry.host()), "client.cert", "client.key");
        TlsOptions tls = TlsOptions.defaults().withCertsDirectories(List.of(certs));
        try (RegistryClient client = new RegistryClient(options(tls))) {
            assertEquals(Optional.empty(), repository(client, "team/app").resolve("1"));
        }
    }

    @Test
    void withoutTheAuthorityTheSentenceNamesItsIssuerAndTheParameter() {
        String message = failure(options(tls().withCaCertificates(List.of())));
        assertTrue(message.contains(registry.host() + " was issued by 'CN=Company root'"), message);
        assertTrue(message.contains("caCertificates"), message);
    }

    @Test
    void withoutAClientCertificateTheSentenceAsksForOne() {
        String message = failure(options(tls().withClientCertificates(Map.of()).withTlsHosts(Set.of(registry.host()))));
        assertTrue(message.contains("wants a client certificate"), message);
        assertTrue(message.contains("clientCertificates"), message);
    }

    @Test
    void spokenToInPlainHttpTheSentenceAsksForTls() {
        String message = failure(options(TlsOptions.defaults()));
        assertTrue(message.contains("speaks TLS"), message);
        assertTrue(message.contains("tlsHosts"), message);
    }

    @Test
    void aProxyThatRefusesTheLoginIsNamed() {
        try (RealProxy proxy = Unavailable.orSkip(() -> RealProxy.start("joe", "battery-staple"))) {
            String without = failure(options(tls()).withProxies(through(proxy, null)));
            assertTrue(without.contains("the proxy 127.0.0.1:" + proxy.port() + " answered 407"), without);
            assertTrue(without.contains("add <username>"), without);

            String wrong = failure(options(tls()).withProxies(through(proxy, Credential.basic("joe", "wrong horse"))));
            assertTrue(wrong.contains("correct <username> and <password>"), wrong);
        }
    }
}
