package io.github.multiarchmaven.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.StaticCredentials;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.TestAuthority;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real registry, well and in each broken state. */
final class RegistryDoctorIT {
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path folder;

    private final TestAuthority authority = TestAuthority.named("Company root");

    private RealRegistry secured() {
        return Unavailable.orSkip(
                () -> RealRegistry.startWithTls(new RealRegistry.Tls(authority, null), "ann", PASSWORD));
    }

    private RegistryOptions trusting() {
        return RegistryOptions.defaults()
                .withMaxRetries(0)
                .withTls(TlsOptions.defaults()
                        .withCaCertificates(List.of(authority.write(folder.resolve("ca/root.pem")))));
    }

    private static RegistryOptions as(RegistryOptions options, RealRegistry registry, String password) {
        return options.withTls(options.tls().withTlsHosts(Set.of(registry.host())))
                .withCredentials(new StaticCredentials(
                        Map.of(registry.host(), Credential.basic("ann", password)), "settings.xml"));
    }

    private static Reference app(RealRegistry registry) {
        return Reference.parse(registry.host() + "/team/app:1");
    }

    private static Diagnosis examined(RegistryOptions options, RegistryUse use) {
        return examined(options, use, Instant::now);
    }

    private static Diagnosis examined(RegistryOptions options, RegistryUse use, InstantSource clock) {
        try (RegistryClient client = new RegistryClient(options)) {
            return new Diagnosis(new RegistryDoctor(client, clock).examine(use));
        }
    }

    private static void putImage(RegistryOptions options, Reference reference) {
        try (RegistryClient client = new RegistryClient(options)) {
            TinyImage.putIndex(client.repository(reference), "1", 1000, Platform.linuxAmd64(), Platform.linuxArm64());
        }
    }

    private static Map<String, Level> levels(Diagnosis diagnosis) {
        return diagnosis.findings().stream().collect(Collectors.toMap(Finding::check, Finding::level));
    }

    private static Finding of(Diagnosis diagnosis, String check) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding of " + check + ": " + diagnosis.text()));
    }

    @Test
    void aRegistryThatIsWellIsToldSoInAllItsParts() {
        try (RealRegistry registry = secured()) {
            RegistryOptions options = as(trusting(), registry, PASSWORD);
            putImage(options, app(registry));

            Diagnosis diagnosis = examined(options, RegistryUse.writes(app(registry)));

            assertEquals(
                    Map.of(
                            "reachable", Level.OK,
                            "TLS", Level.OK,
                            "clock", Level.OK,
                            "login", Level.OK,
                            "pull right", Level.OK,
                            "push right", Level.OK,
                            "mount", Level.OK,
                            "referrers", Level.INFO),
                    levels(diagnosis),
                    diagnosis::text);
            assertTrue(of(diagnosis, "TLS").detail().contains("issued by CN=Company root"), diagnosis::text);
            assertEquals(
                    "settings.xml server '" + registry.host() + "' (the registry wants Basic)",
                    of(diagnosis, "login").detail());
            assertFalse(diagnosis.json().contains("horse"));
        }
    }

    @Test
    void nothingIsLeftBehind() {
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            examined(RegistryOptions.defaults(), RegistryUse.writes(app(registry)));

            List<String> requests = registry.accesses().stream()
                    .filter(access -> !access.method().matches("GET|HEAD"))
                    .map(access -> access.method() + " " + access.status())
                    .toList();
            assertEquals(List.of("POST 202", "DELETE 204"), requests);
        }
    }

    @Test
    void withoutTheAuthorityOnlyThatIsTold() {
        try (RealRegistry registry = secured()) {
            RegistryOptions options = as(RegistryOptions.defaults(), registry, PASSWORD);
            Diagnosis diagnosis = examined(options, RegistryUse.writes(app(registry)));
            assertEquals(Map.of("reachable", Level.FAIL), levels(diagnosis));
            assertTrue(diagnosis.text().contains("issued by 'CN=Company root'"), diagnosis::text);
            assertTrue(diagnosis.text().contains("caCertificates"), diagnosis::text);
        }
    }

    @Test
    void aWrongPasswordIsSaidWithItsPlace() {
        try (RealRegistry registry = secured()) {
            Diagnosis diagnosis = examined(as(trusting(), registry, "wrong horse"), RegistryUse.writes(app(registry)));
            assertEquals(Level.FAIL, of(diagnosis, "pull right").level());
            assertTrue(of(diagnosis, "pull right").detail().contains("settings.xml server '"), diagnosis::text);
            assertFalse(diagnosis.json().contains("horse"));
        }
    }

    @Test
    void aMissingLoginIsSaidBeforeItIsRefused() {
        try (RealRegistry registry = secured()) {
            RegistryOptions options = trusting().withTls(trusting().tls().withTlsHosts(Set.of(registry.host())));
            Diagnosis diagnosis = examined(options, RegistryUse.writes(app(registry)));
            assertEquals(Level.WARN, of(diagnosis, "login").level());
            assertTrue(of(diagnosis, "login").remedy().contains("docker login " + registry.host()), diagnosis::text);
            assertEquals(Level.FAIL, of(diagnosis, "pull right").level());
        }
    }

    @Test
    void aRegistryThatMayOnlyBeReadIsTold() {
        try (RealRegistry origin = Unavailable.orSkip(RealRegistry::start);
                RealRegistry cache = Unavailable.orSkip(() -> RealRegistry.startAsCacheOf(origin))) {
            putImage(RegistryOptions.defaults(), app(origin));
            Diagnosis diagnosis =
                    examined(RegistryOptions.defaults().withMaxRetries(0), RegistryUse.writes(app(cache)));
            assertEquals(Level.OK, of(diagnosis, "pull right").level(), diagnosis::text);
            assertEquals(Level.FAIL, of(diagnosis, "push right").level(), diagnosis::text);
        }
    }

    @Test
    void anImageThatIsNotThereFailsForThoseWhoReadItOnly() {
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            RegistryOptions options = RegistryOptions.defaults();
            assertEquals(
                    Level.FAIL,
                    of(examined(options, RegistryUse.reads(app(registry))), "pull right")
                            .level());
            assertEquals(
                    Level.INFO,
                    of(examined(options, RegistryUse.writes(app(registry))), "pull right")
                            .level());
        }
    }

    @Test
    void aClockThatIsWrongAndACertificateThatEndsAreWarnedOf() {
        try (RealRegistry registry = secured()) {
            RegistryOptions options = as(trusting(), registry, PASSWORD);
            InstantSource later = () -> Instant.now().plus(Duration.ofDays(365 * 40));
            Diagnosis diagnosis = examined(options, RegistryUse.parse(registry.host()), later);
            assertEquals(Level.WARN, of(diagnosis, "clock").level(), diagnosis::text);
            assertTrue(of(diagnosis, "clock").detail().contains("ahead of the registry's"), diagnosis::text);
            assertEquals(Level.WARN, of(diagnosis, "TLS").level(), diagnosis::text);
        }
    }

    @Test
    void aRegistryWithTheReferrersApiIsToldSo() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.inMemory();
                RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            Reference app = Reference.parse(registry.host() + "/team/app");
            TinyImage.putIndex(client.repository(app), "1", 1000, Platform.linuxAmd64(), Platform.linuxArm64());
            Diagnosis diagnosis = examined(RegistryOptions.defaults(), RegistryUse.writes(app));
            assertEquals(Level.OK, of(diagnosis, "referrers").level(), diagnosis::text);
            assertEquals(Level.OK, of(diagnosis, "mount").level(), diagnosis::text);
        }
    }

    @Test
    void certificatesOfThoseWithTlsAreKeptForTheLookAtTheMachine() {
        try (RealRegistry registry = secured();
                RealRegistry plain = Unavailable.orSkip(RealRegistry::start)) {
            RegistryOptions options = as(trusting(), registry, PASSWORD);
            Reference unreached = Reference.parse("127.0.0.1:1/team/app");
            try (RegistryClient client = new RegistryClient(options)) {
                var seen = new RegistryDoctor(client, Instant::now)
                        .examineAll(List.of(
                                RegistryUse.writes(app(registry)),
                                RegistryUse.writes(app(plain)),
                                RegistryUse.writes(unreached)));
                assertEquals(
                        Set.of(registry.host(), unreached.registry()),
                        seen.certificates().keySet());
                assertEquals(
                        "CN=Company root",
                        seen.certificates()
                                .get(registry.host())
                                .get(0)
                                .getIssuerX500Principal()
                                .getName());
                assertEquals(List.of(), seen.certificates().get(unreached.registry()));
            }
        }
    }

    @Test
    void nobodyListeningIsOneSentence() {
        Diagnosis diagnosis = examined(
                RegistryOptions.defaults().withMaxRetries(0),
                RegistryUse.writes(Reference.parse("127.0.0.1:1/team/app")));
        assertEquals(Map.of("reachable", Level.FAIL), levels(diagnosis));
        assertTrue(diagnosis.problem(Level.FAIL).contains("was refused"), diagnosis::text);
    }
}
