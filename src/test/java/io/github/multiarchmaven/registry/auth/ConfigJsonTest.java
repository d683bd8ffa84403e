package io.github.multiarchmaven.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigJsonTest {
    @TempDir
    Path folder;

    private ConfigJson config(String json) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, json);
        return new ConfigJson(file, Map.of("PATH", folder + ":/usr/bin:/bin"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String auths(String key, String entry) {
        return "{\"auths\":{\"" + key + "\":" + entry + "}}";
    }

    private static String auth(String text) {
        return "{\"auth\":\"" + base64(text) + "\"}";
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            hub.example.com, hub.example.com, true
            hub.example.com:5000, hub.example.com:5000, true
            https://hub.example.com, hub.example.com, true
            https://hub.example.com/v1/, hub.example.com, true
            http://HUB.example.com:5000/v2/, hub.example.com:5000, true
            https://index.docker.io/v1/, docker.io, true
            docker.io, docker.io, true
            registry-1.docker.io, docker.io, true
            hub.example.com, hub.example.com:5000, false
            hub.example.com:5000, hub.example.com, false
            hub.example.com, example.com, false
            example.com, hub.example.com, false
            hub.example.com.evil.com, hub.example.com, false
            """)
    void aKeyIsForItsHostAlone(String key, String host, boolean found) throws IOException {
        assertEquals(
                found ? Optional.of(Credential.basic("joe", "pw")) : Optional.empty(),
                config(auths(key, auth("joe:pw"))).find(host));
    }

    @Test
    void theVeryKeyWinsOverOneThatMeansTheSame() throws IOException {
        var config = config("{\"auths\":{\"https://hub.example.com/v1/\":" + auth("old:x") + ",\"hub.example.com\":"
                + auth("new:x") + "}}");
        assertEquals(Optional.of(Credential.basic("new", "x")), config.find("hub.example.com"));
    }

    @ParameterizedTest
    @CsvSource({"joe:pw, joe, pw", "joe:p:w, joe, p:w", "joe:, joe, ''", "jö:pä, jö, pä"})
    void theFirstColonEndsTheUser(String text, String user, String password) throws IOException {
        assertEquals(
                Optional.of(Credential.basic(user, password)),
                config(auths("h.io", auth(text))).find("h.io"));
    }

    @Test
    void zeroBytesThatPadAPasswordAreNotPartOfIt() throws IOException {
        assertEquals(
                Optional.of(Credential.basic("joe", "pw")),
                config(auths("h.io", auth("joe:pw\0\0"))).find("h.io"));
    }

    @Test
    void plainUserAndPasswordAreTaken() throws IOException {
        assertEquals(
                Optional.of(Credential.basic("joe", "pw")),
                config(auths("h.io", "{\"username\":\"joe\",\"password\":\"pw\"}"))
                        .find("h.io"));
    }

    @Test
    void anIdentityTokenWinsOverTheUserBesideIt() throws IOException {
        assertEquals(
                Optional.of(Credential.identityToken("t")),
                config(auths("h.io", "{\"auth\":\"" + base64("joe:pw") + "\",\"identitytoken\":\"t\"}"))
                        .find("h.io"));
    }

    @Test
    void theUserTokenMeansAnIdentityToken() throws IOException {
        assertEquals(
                Optional.of(Credential.identityToken("t")),
                config(auths("h.io", auth("<token>:t"))).find("h.io"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"auths\":{}}", "{\"auths\":{\"h.io\":{}}}", "{\"auths\":[]}", "{\"HttpHeaders\":{}}"})
    void whatIsNotThereIsNotFound(String json) throws IOException {
        assertEquals(Optional.empty(), config(json).find("h.io"));
    }

    @Test
    void aMissingFileHoldsNothing() {
        assertEquals(Optional.empty(), new ConfigJson(folder.resolve("none"), Map.of()).find("h.io"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary", "{\"auths\": canary}", "", "[]", "{\"auths\":{\"h.io\":{\"auth\":\"!canary\"}}}"})
    void aBrokenFileIsNamedAndNotQuoted(String json) throws IOException {
        var config = config(json);
        var e = assertThrows(InvalidInputException.class, () -> config.find("h.io"));
        assertTrue(e.getMessage().contains(folder.resolve("config.json").toString()), e.getMessage());
        for (Throwable t = e; t != null; t = t.getCause()) {
            assertFalse(String.valueOf(t).contains("canary"), String.valueOf(t));
        }
    }

    @Test
    void anAuthWithoutColonIsNotQuoted() throws IOException {
        var config = config(auths("h.io", auth("canary")));
        var e = assertThrows(InvalidInputException.class, () -> config.find("h.io"));
        assertFalse(e.getMessage().contains("canary"), e.getMessage());
        assertFalse(e.getMessage().contains(base64("canary")), e.getMessage());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aHostsHelperWinsOverTheStoreAndThatOverTheFile() throws IOException {
        CredentialHelperTest.write(folder, "one", "echo '{\"Username\":\"one\",\"Secret\":\"x\"}'");
        CredentialHelperTest.write(folder, "two", "echo '{\"Username\":\"two\",\"Secret\":\"x\"}'");
        var config = config("{\"credHelpers\":{\"one.io\":\"one\"},\"credsStore\":\"two\",\"auths\":{\"one.io\":"
                + auth("file:x") + ",\"two.io\":" + auth("file:x") + "}}");
        assertEquals(Optional.of(Credential.basic("one", "x")), config.find("one.io"));
        assertEquals(Optional.of(Credential.basic("two", "x")), config.find("two.io"));
        assertEquals(folder.resolve("config.json") + " with docker-credential-one", config.describe("one.io"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFileAnswersWhereTheStoreKnowsNothing() throws IOException {
        CredentialHelperTest.write(folder, "none", "echo 'credentials not found in native keychain'; exit 1");
        var config = config("{\"credsStore\":\"none\",\"auths\":{\"h.io\":" + auth("file:x") + "}}");
        assertEquals(Optional.of(Credential.basic("file", "x")), config.find("h.io"));
        assertEquals(Optional.empty(), config.find("other.io"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void dockerHubIsAskedForByTheNameDockerStoresItUnder() throws IOException {
        CredentialHelperTest.write(
                folder, "echo", "read -r s", "echo \"{\\\"Username\\\":\\\"u\\\",\\\"Secret\\\":\\\"$s\\\"}\"");
        assertEquals(
                Optional.of(Credential.basic("u", "https://index.docker.io/v1/")),
                config("{\"credsStore\":\"echo\"}").find("docker.io"));
    }

    @Test
    void aHelpersNameIsNoPath() throws IOException {
        var config = config("{\"credHelpers\":{\"h.io\":\"../x\"}}");
        assertThrows(InvalidInputException.class, () -> config.find("h.io"));
    }

    @Test
    void theEnvironmentSaysWhichFilesAreRead() {
        assertLocations(
                Map.of("HOME", "/home/joe"), "/home/joe/.docker/config.json /home/joe/.config/containers/auth.json");
        assertLocations(Map.of(), "/user/home/.docker/config.json /user/home/.config/containers/auth.json");
        assertLocations(
                Map.of("HOME", "", "USERPROFILE", "/joe"),
                "/joe/.docker/config.json /joe/.config/containers/auth.json");
        assertLocations(
                Map.of("HOME", "/joe", "DOCKER_CONFIG", "/etc/d", "XDG_RUNTIME_DIR", "/run/1", "XDG_CONFIG_HOME", "/c"),
                "/etc/d/config.json /run/1/containers/auth.json /c/containers/auth.json");
        assertLocations(
                Map.of("HOME", "/joe", "DOCKER_CONFIG", "", "REGISTRY_AUTH_FILE", "/a.json", "XDG_RUNTIME_DIR", "/x"),
                "/joe/.docker/config.json /a.json");
    }

    private static void assertLocations(Map<String, String> environment, String files) {
        assertEquals(
                Stream.of(files.split(" ")).map(Path::of).toList(),
                ConfigJson.locations(environment, Path.of("/user/home")));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            team/app,     team-app
            team/app/web, team-app
            team/other,   team
            team,         team
            teamwork/app, hub
            app,          hub
            """)
    void theLongestKeyThatARepositoryBeginsWithWins(String repository, String user) throws IOException {
        var config = config("{\"auths\":{\"hub.io\":" + auth("hub:x") + ",\"hub.io/team\":" + auth("team:x")
                + ",\"HUB.io/team/app\":" + auth("team-app:x") + "}}");
        assertEquals(Optional.of(Credential.basic(user, "x")), config.find("hub.io", repository));
        assertEquals(Optional.of(Credential.basic("hub", "x")), config.find("hub.io"));
    }

    @Test
    void aKeyWithAPathDoesNotStandForTheWholeHost() throws IOException {
        var config = config(auths("https://hub.io/team", auth("team:x")));
        assertEquals(Optional.empty(), config.find("hub.io"));
        assertEquals(Optional.empty(), config.find("hub.io", "other/app"));
        assertEquals(Optional.of(Credential.basic("team", "x")), config.find("hub.io", "team/app"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anEmptyHelperMeansNoneForThatHost() throws IOException {
        CredentialHelperTest.write(folder, "store", "echo '{\"Username\":\"store\",\"Secret\":\"x\"}'");
        var config = config("{\"credHelpers\":{\"h.io\":\"\"},\"credsStore\":\"store\",\"auths\":{\"h.io\":"
                + auth("file:x") + "}}");
        assertEquals(Optional.of(Credential.basic("file", "x")), config.find("h.io"));
        assertEquals(Optional.of(Credential.basic("store", "x")), config.find("other.io"));
        assertEquals(folder.resolve("config.json").toString(), config.describe("h.io"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aHelperThatFailsIsAskedOnce() throws IOException {
        CredentialHelperTest.write(folder, "bad", "echo x >> '" + folder.resolve("asked") + "'", "exit 3");
        var config = config("{\"credsStore\":\"bad\"}");
        for (int i = 0; i < 3; i++) {
            assertThrows(ImageException.class, () -> config.find("h.io", "team/app"));
        }
        assertEquals(1, Files.readAllLines(folder.resolve("asked")).size());
    }

    @Test
    void aBrokenFileStillHasAName() throws IOException {
        var chain = CredentialSource.chain(config("{"));
        assertThrows(InvalidInputException.class, () -> chain.find("h.io"));
        assertEquals(
                "no credentials found for h.io (looked in " + folder.resolve("config.json") + ", which cannot be used)",
                chain.describe("h.io"));
    }

    @Test
    void aHugeFileIsNotReadToItsEnd() throws IOException {
        var config = config("{\"x\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}");
        var e = assertThrows(InvalidInputException.class, () -> config.find("h.io"));
        assertTrue(e.getMessage().contains("larger than 4 MiB"), e.getMessage());
    }
}
