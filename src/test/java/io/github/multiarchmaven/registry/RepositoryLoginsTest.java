package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.ConfigJson;
import io.github.multiarchmaven.registry.auth.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Podman's files may have several logins for one registry: each repository gets its own. */
class RepositoryLoginsTest {
    private static String entry(String user) {
        return "{\"username\":\"" + user + "\",\"password\":\"x\"}";
    }

    private static String tags(String repository) {
        return "GET /v2/" + repository + "/tags/list?n=1000";
    }

    @Test
    void eachRepositoryGetsTheLoginOfItsPath(@TempDir Path folder) throws IOException {
        try (var registry = new ScriptedRegistry()) {
            Path file = Files.writeString(
                    folder.resolve("auth.json"),
                    "{\"auths\":{\"" + registry.host() + "/one\":" + entry("one") + ",\"" + registry.host() + "/two\":"
                            + entry("two") + "}}");
            Reply basic = Reply.status(401).with("WWW-Authenticate", "Basic realm=\"x\"");
            Reply none = Reply.status(200).body("{\"tags\":[]}");
            registry.on(tags("one/app"), basic, none).on(tags("two/app"), none).on(tags("three/app"), basic);
            try (var client = Fixtures.client(new ConfigJson(file, Map.of()))) {
                client.repository(registry.reference("one/app")).tags();
                client.repository(registry.reference("two/app")).tags();
                var three = client.repository(registry.reference("three/app"));
                var e = assertThrows(RegistryException.class, three::tags);
                assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
            }
            List<String> sent = registry.requests().stream()
                    .map(request -> String.valueOf(request.header("Authorization")))
                    .toList();
            assertEquals(
                    List.of(
                            "null",
                            Credential.basic("one", "x").basicHeader(),
                            Credential.basic("two", "x").basicHeader(),
                            "null"),
                    sent);
        }
    }
}
