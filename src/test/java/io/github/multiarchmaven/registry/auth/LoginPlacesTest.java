package io.github.multiarchmaven.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What it costs to find a login and to name its place. */
final class LoginPlacesTest {
    @TempDir
    Path folder;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aHelperIsAskedOnceForARegistryAlsoWhenItsPlaceIsNamed() throws IOException {
        Path program = folder.resolve("docker-credential-test");
        Files.writeString(
                program,
                """
                #!/bin/sh
                echo asked >> "$DOCKER_CONFIG/log"
                echo '{"Username":"u","Secret":"x"}'
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("config.json"), "{\"credHelpers\":{\"hub\":\"test\"}}");
        CredentialSource source = CredentialSource.ofEnvironment(
                Map.of("PATH", folder + ":/usr/bin:/bin", "DOCKER_CONFIG", folder.toString()), folder.resolve("home"));

        assertEquals(Optional.of(Credential.basic("u", "x")), source.find("hub"));
        assertEquals(Optional.of(Credential.basic("u", "x")), source.find("hub"));
        assertEquals(folder.resolve("config.json") + " with docker-credential-test", source.describe("hub"));

        assertEquals(1, Files.readAllLines(folder.resolve("log")).size());
    }

    @Test
    void aPlaceWithParenthesesIsNamedAsItIs() {
        CredentialSource settings = new StaticCredentials(Map.of(), "C:\\Files (x86)\\settings.xml");
        CredentialSource nested = CredentialSource.chain(CredentialSource.chain(settings), settings);
        assertEquals("no credentials found for hub (looked in C:\\Files (x86)\\settings.xml)", nested.describe("hub"));
    }
}
