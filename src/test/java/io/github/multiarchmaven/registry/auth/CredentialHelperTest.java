package io.github.multiarchmaven.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Helpers are shell scripts here. */
@DisabledOnOs(OS.WINDOWS)
class CredentialHelperTest {
    private static final String SERVER = "hub.example.com:5000";

    @TempDir
    Path folder;

    private CredentialHelper helper(String... lines) throws IOException {
        return helper(Duration.ofSeconds(30), lines);
    }

    private CredentialHelper helper(Duration limit, String... lines) throws IOException {
        write(folder, "fake", lines);
        return new CredentialHelper("fake", Map.of("PATH", folder + ":/usr/bin:/bin", "SETTING", "kept"), limit);
    }

    static void write(Path folder, String name, String... lines) throws IOException {
        Path script = folder.resolve("docker-credential-" + name);
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void isAskedForTheServerOnItsStandardInput() throws IOException {
        var helper = helper(
                "[ \"$1\" = get ] || exit 3",
                "read -r server",
                "echo \"{\\\"ServerURL\\\":\\\"x\\\",\\\"Username\\\":\\\"joe\\\",\\\"Secret\\\":\\\"$server $SETTING\\\"}\"");
        assertEquals(Optional.of(Credential.basic("joe", SERVER + " kept")), helper.get(SERVER));
    }

    @Test
    void aRelativeFolderOnThePathIsPassedOver() throws IOException {
        write(folder, "fake", "echo '{\"Username\":\"joe\",\"Secret\":\"s\"}'");
        Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());
        assertTrue(Files.isExecutable(relative.resolve("docker-credential-fake")), "it is there to be found");
        var helper = new CredentialHelper("fake", Map.of("PATH", relative + ":/usr/bin:/bin"));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> helper.get(SERVER));
        assertTrue(e.getMessage().contains("docker-credential-fake cannot be run"), e.getMessage());
    }

    @Test
    void whatAHangingHelperStartedEndsWithIt() throws Exception {
        Path pid = folder.resolve("pid");
        var helper = helper(Duration.ofSeconds(1), "sleep 60 &", "echo $! > " + pid, "wait");
        assertThrows(ImageException.class, () -> helper.get(SERVER));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(child -> child.onExit()
                .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                .join());
    }

    @Test
    void theUserTokenMeansAnIdentityToken() throws IOException {
        var helper = helper("echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'");
        assertEquals(Optional.of(Credential.identityToken("t")), helper.get(SERVER));
    }

    @Test
    void anUnknownServerHasNoLogin() throws IOException {
        var helper = helper("echo 'credentials not found in native keychain'", "exit 1");
        assertEquals(Optional.empty(), helper.get(SERVER));
    }

    @Test
    void anEmptySecretIsNoLogin() throws IOException {
        assertEquals(
                Optional.empty(),
                helper("echo '{\"Username\":\"\",\"Secret\":\"\"}'").get(SERVER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo canary; exit 1",
                "echo canary >&2; exit 2",
                "echo canary",
                "echo '{\"Secret\":\"canary\"'",
                "echo '[\"canary\"]'",
                "true",
                "kill -9 $$"
            })
    void aHelperThatFailsIsNamedAndNotQuoted(String line) throws IOException {
        var helper = helper(line);
        var e = assertThrows(ImageException.class, () -> helper.get(SERVER));
        assertTrue(e.getMessage().contains("docker-credential-fake"), e.getMessage());
        assertTrue(e.getMessage().contains(SERVER), e.getMessage());
        for (Throwable t = e; t != null; t = t.getCause()) {
            assertFalse(String.valueOf(t).contains("canary"), String.valueOf(t));
        }
    }

    @Test
    void anEndlessAnswerIsRefused() throws IOException {
        var helper = helper("exec yes canary");
        var e = assertThrows(ImageException.class, () -> helper.get(SERVER));
        assertFalse(e.getMessage().contains("canary"), e.getMessage());
    }

    @Test
    void aHangingHelperIsGivenUp() throws IOException {
        var helper = helper(Duration.ofMillis(200), "exec sleep 600");
        var e = assertThrows(ImageException.class, () -> helper.get(SERVER));
        assertTrue(e.getMessage().contains("did not end within"), e.getMessage());
    }

    @Test
    void aHelperThatLeavesAChildWithItsOutputIsGivenUp() throws IOException {
        var helper = helper(Duration.ofMillis(500), "sleep 5 &", "exit 0");
        assertThrows(ImageException.class, () -> helper.get(SERVER));
    }

    @Test
    void aMissingHelperIsNamed() {
        var helper = new CredentialHelper("no-such-helper", Map.of("PATH", folder.toString()));
        var e = assertThrows(InvalidInputException.class, () -> helper.get(SERVER));
        assertTrue(e.getMessage().contains("docker-credential-no-such-helper"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "", "a b", "a;b", "a\nb", "$(x)", "a\\b"})
    void aNameThatIsMoreThanANameIsRefused(String name) {
        assertThrows(InvalidInputException.class, () -> new CredentialHelper(name, Map.of()));
    }
}
