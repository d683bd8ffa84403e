package io.github.multiarchmaven.registry.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.testbed.TestAuthority;
import io.github.multiarchmaven.testbed.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files count for which host, and what can be read of them. */
class TlsProfileTest {
    @TempDir
    Path folder;

    private final TestAuthority authority = TestAuthority.named("Test authority");

    private static Issued issued(TestAuthority authority, String algorithm) {
        Instant now = Instant.now();
        return authority.issue(algorithm, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), "client");
    }

    private static TlsProfiles profiles(TlsOptions options) {
        return new TlsProfiles(options);
    }

    private ClientCertificate client(String certificate, String key) throws IOException {
        return new ClientCertificate(
                Files.writeString(folder.resolve("c.cert"), certificate),
                Files.writeString(folder.resolve("c.key"), key));
    }

    @ParameterizedTest
    @CsvSource({"RSA, true", "RSA, false", "EC, true", "EC, false"})
    void keysAreReadInEachOfTheirForms(String algorithm, boolean pkcs8) throws IOException {
        Issued issued = issued(authority, algorithm);
        ClientCertificate client = client(
                "a comment - with ----- dashes\n" + issued.certificatePem() + authority.pem(),
                // openssl writes the curve before the key.
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + (pkcs8 ? issued.keyPem() : issued.bareKeyPem()));

        var chain = PemFile.read(client.certificate()).certificates();
        var key = PemFile.read(client.key()).privateKey(chain.get(0).getPublicKey());

        assertEquals(2, chain.size());
        assertEquals(issued.key(), key);
        assertDoesNotThrow(() -> new TlsProfile(List.of(), List.of(client), false).socketFactory());
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws IOException {
        ClientCertificate client = client(
                issued(authority, "EC").certificatePem(),
                issued(authority, "EC").keyPem());
        refused(client, "does not belong to the certificate");
    }

    @Test
    void aKeyOfAnotherAlgorithmIsRefused() throws IOException {
        ClientCertificate client = client(
                issued(authority, "EC").certificatePem(),
                issued(authority, "RSA").keyPem());
        refused(client, "it is no EC key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nY2FuYXJ5\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nY2FuYXJ5\n-----END RSA PRIVATE KEY-----"
            })
    void anEncryptedKeyIsNamedAsThat(String key) throws IOException {
        refused(client(issued(authority, "EC").certificatePem(), key), "it is encrypted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "canary",
                "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n=\n-----END PRIVATE KEY-----"
            })
    void whatIsNoKeyIsNotQuoted(String key) throws IOException {
        refused(client(issued(authority, "EC").certificatePem(), key), "it ");
    }

    private static void refused(ClientCertificate client, String text) {
        var profile = new TlsProfile(List.of(), List.of(client), false);
        var e = assertThrows(InvalidInputException.class, profile::socketFactory);
        assertTrue(e.getMessage().contains(text), e.getMessage());
        assertTrue(e.getMessage().contains("c.key"), e.getMessage());
        assertFalse(e.getMessage().contains("canary"), e.getMessage());
        assertFalse(e.getMessage().contains("Y2FuYXJ5"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "-----BEGIN CERTIFICATE-----\nY2FuYXJ5\n-----END CERTIFICATE-----"})
    void aFileWithoutCertificateIsNamed(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), content);
        var profile = new TlsProfile(List.of(file), List.of(), false);
        var e = assertThrows(InvalidInputException.class, profile::socketFactory);
        assertTrue(e.getMessage().contains("ca.pem"), e.getMessage());
    }

    @Test
    void anAuthorityMayBeStoredAsDer() throws Exception {
        Path file = Files.write(
                folder.resolve("ca.crt"), issued(authority, "EC").certificate().getEncoded());
        assertEquals(1, PemFile.read(file).certificates().size());
    }

    @Test
    void aMissingFileIsNamed() {
        var options = TlsOptions.defaults().withCaCertificates(List.of(folder.resolve("none.pem")));
        var profile = profiles(options).of("h.io", 443);
        var e = assertThrows(InvalidInputException.class, profile::socketFactory);
        assertTrue(e.getMessage().contains("none.pem"), e.getMessage());
    }

    @Test
    void caCertificatesAreForAllHostsAndFoldersAreReadInOrder() throws IOException {
        Path b = authority.write(folder.resolve("all/b.crt"));
        Path a = authority.write(folder.resolve("all/a.pem"));
        Files.writeString(folder.resolve("all/README"), "");
        var profiles = profiles(TlsOptions.defaults().withCaCertificates(List.of(folder.resolve("all"))));
        assertEquals(List.of(a, b), profiles.of("one.io", 443).authorities());
        assertEquals(profiles.of("one.io", 443), profiles.of("two.io", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "hub.io:5000, hub.io, 5000, true",
        "hub.io:5000, HUB.io, 5000, true",
        "hub.io:5000, hub.io, 443, false",
        "hub.io, hub.io, 443, true",
        "hub.io, hub.io, -1, true",
        "hub.io:443, hub.io, -1, true",
        "hub.io, hub.io, 5000, false",
        "hub.io, other.io, 443, false",
        "docker.io, registry-1.docker.io, 443, true"
    })
    void aFolderIsForTheRegistryOfItsName(String name, String host, int port, boolean found) {
        Path file = authority.write(folder.resolve(name + "/ca.crt"));
        var profile = profiles(TlsOptions.defaults().withCertsDirectories(List.of(folder)))
                .of(host, port);
        assertEquals(found ? List.of(file) : List.of(), profile.authorities());
    }

    @Test
    void aFoldersCertWithItsKeyIsAClientCertificate() {
        issued(authority, "EC").write(folder.resolve("hub.io"), "client.cert", "client.key");
        var profile = profiles(TlsOptions.defaults().withCertsDirectories(List.of(folder)))
                .of("hub.io", 443);
        assertEquals(
                List.of(new ClientCertificate(
                        folder.resolve("hub.io/client.cert"), folder.resolve("hub.io/client.key"))),
                profile.clientCertificates());
    }

    @ParameterizedTest
    @ValueSource(strings = {"client.cert", "client.key"})
    void halfAPairIsAnError(String file) throws IOException {
        Files.createDirectories(folder.resolve("hub.io"));
        Files.writeString(folder.resolve("hub.io").resolve(file), "");
        var profiles = profiles(TlsOptions.defaults().withCertsDirectories(List.of(folder)));
        var e = assertThrows(InvalidInputException.class, () -> profiles.of("hub.io", 443));
        assertTrue(e.getMessage().contains("client.cert"), e.getMessage());
        assertTrue(e.getMessage().contains("client.key"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "hub.io, hub.io, 443, true",
        "hub.io, hub.io, 5000, true",
        "hub.io:5000, hub.io, 5000, true",
        "hub.io:5000, hub.io, 443, false",
        "hub.io, other.io, 443, false"
    })
    void onlyNamedHostsGoUnchecked(String named, String host, int port, boolean insecure) {
        var profiles = profiles(TlsOptions.defaults().withInsecureHosts(Set.of(named)));
        assertEquals(insecure, profiles.of(host, port).insecure());
    }

    @Test
    void theParametersClientCertificateWinsOverTheFolders() throws IOException {
        issued(authority, "EC").write(folder.resolve("hub.io:5000"), "client.cert", "client.key");
        var mine = client("", "");
        var options = TlsOptions.defaults()
                .withCertsDirectories(List.of(folder))
                .withClientCertificates(Map.of("Hub.io", mine));
        assertSame(
                mine, profiles(options).of("hub.io", 5000).clientCertificates().get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5000, true",
        "localhost:5001, true",
        "localhost:5002, true",
        "localhost:5003, true",
        "localhost:5004, false",
        "127.0.0.1, false"
    })
    void tlsIsArrangedForNamedHosts(String registry, boolean arranged) throws IOException {
        Files.createDirectories(folder.resolve("127.0.0.1:5000"));
        var options = TlsOptions.defaults()
                .withCertsDirectories(List.of(folder))
                .withTlsHosts(Set.of("localhost:5001"))
                .withInsecureHosts(Set.of("localhost:5002"))
                .withClientCertificates(Map.of("localhost:5003", client("", "")))
                .withCaCertificates(List.of(folder));
        assertEquals(arranged, profiles(options).isArranged(registry));
    }

    @Test
    void dockersFoldersAreTheMachinesThenTheUsers() {
        assertEquals(
                List.of(
                        Path.of("/etc/docker/certs.d"),
                        Path.of("/etc/containers/certs.d"),
                        Path.of("/home/joe/.docker/certs.d"),
                        Path.of("/home/joe/.config/docker/certs.d"),
                        Path.of("/home/joe/.config/containers/certs.d")),
                TlsOptions.certsDirectoriesOf(Map.of("HOME", "/home/joe"), Path.of("/x")));
        assertTrue(TlsOptions.certsDirectoriesOf(Map.of(), Path.of("/x")).contains(Path.of("/x/.docker/certs.d")));
    }
}
