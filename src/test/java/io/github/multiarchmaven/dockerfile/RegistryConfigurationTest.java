package io.github.multiarchmaven.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryConfigurationTest {
    @TempDir
    Path folder;

    private RegistryAccess access(Path... certificates) {
        return new RegistryAccess(
                List.of(certificates),
                Set.of("plain.example.com:5000"),
                Set.of("odd.example.com"),
                Set.of("127.0.0.1:7443"),
                Map.of("docker.io", List.of("hub.example.com/docker-hub", "plain.example.com:5000")));
    }

    @Test
    void buildKitIsToldWhatIsSpecialAboutEachRegistry() throws Exception {
        Path ca = Files.writeString(folder.resolve("ca.crt"), "certificate");
        assertEquals(
                """
                [registry."127.0.0.1:7443"]
                  http = false
                  ca = ["CA"]
                [registry."docker.io"]
                  mirrors = ["hub.example.com/docker-hub", "plain.example.com:5000"]
                  ca = ["CA"]
                [registry."hub.example.com"]
                  ca = ["CA"]
                [registry."odd.example.com"]
                  insecure = true
                  ca = ["CA"]
                [registry."plain.example.com:5000"]
                  http = true
                """
                        .replace("CA", ca.toString()),
                BuildkitdConfig.of(access(folder), Set.of("127.0.0.1:7443", "127.0.0.1:5000"))
                        .toml());
    }

    @Test
    void withoutAnythingSpecialThereIsNoConfiguration() {
        assertTrue(BuildkitdConfig.of(RegistryAccess.defaults(), Set.of("docker.io", "127.0.0.1:5000"))
                .isEmpty());
        assertEquals("", RegistriesConf.additions(RegistryAccess.defaults(), Set.of("docker.io")));
    }

    @Test
    void aBuilderIsNamedByItsConfigurationAndTheCertificatesContent() throws Exception {
        Path one = Files.writeString(folder.resolve("one.crt"), "certificate");
        Path same = Files.writeString(folder.resolve("same.crt"), "certificate");
        Set<String> used = Set.of("hub.example.com");
        String name = BuildkitdConfig.of(access(one), used).builderName(List.of(), "");
        assertTrue(name.matches("multiarch-[0-9a-f]{12,}"), name);
        assertEquals(name, BuildkitdConfig.of(access(same), used).builderName(List.of(), ""));
        assertNotEquals(name, BuildkitdConfig.of(access(one), used).builderName(List.of("network=host"), ""));
        assertNotEquals(name, BuildkitdConfig.of(access(), used).builderName(List.of(), ""));
        assertNotEquals(name, BuildkitdConfig.of(access(one), used).builderName(List.of(), "another daemon"));
        Files.writeString(one, "renewed");
        assertNotEquals(name, BuildkitdConfig.of(access(one), used).builderName(List.of(), ""));
    }

    @Test
    void buildahIsToldOfMirrorsAndRegistriesWithoutTls() {
        assertEquals(
                """

                [[registry]]
                location = "127.0.0.1:5000"
                insecure = true

                [[registry]]
                location = "docker.io"
                [[registry.mirror]]
                location = "hub.example.com/docker-hub"
                [[registry.mirror]]
                location = "plain.example.com:5000"
                insecure = true

                [[registry]]
                location = "odd.example.com"
                insecure = true

                [[registry]]
                location = "plain.example.com:5000"
                insecure = true
                """,
                RegistriesConf.additions(access(), Set.of("127.0.0.1:5000", "127.0.0.1:7443", "quay.io")));
    }

    @Test
    void theMachinesOwnRegistriesStay() throws Exception {
        Path home = Files.createDirectories(folder.resolve(".config/containers"))
                .getParent()
                .getParent();
        Files.writeString(home.resolve(".config/containers/registries.conf"), "of the user\n");
        Path named = Files.writeString(folder.resolve("named.conf"), "named\n");
        assertEquals("of the user\n", RegistriesConf.ofMachine(Map.of("HOME", home.toString())));
        assertEquals(
                "named\n",
                RegistriesConf.ofMachine(Map.of("HOME", home.toString(), RegistriesConf.VARIABLE, named.toString())));
    }

    @Test
    void aCertificateThatIsNotThereIsTold() {
        RegistryAccess access = access(folder.resolve("none.crt"));
        var e = assertThrows(InvalidInputException.class, () -> BuildkitdConfig.of(access, Set.of()));
        assertTrue(e.getMessage().contains("caCertificates"), e::getMessage);
    }
}
