package io.github.multiarchmaven.promote;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.multiarchmaven.fuzz.Fed;
import io.github.multiarchmaven.fuzz.Scratch;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import io.github.multiarchmaven.registry.tls.TlsProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Files of users and of other tools: lock files, patterns of tags, logins, certificates. */
class FilesFuzz {
    @FuzzTest(maxDuration = "8s")
    void filesAreReadOrRefused(byte[] data) throws Exception {
        Fed fed = new Fed(data, 4);
        Path file = folder.resolve("config.json");
        Files.write(file, fed.bytes());
        fed.to(
                () -> LockFile.read(file).pin(Reference.parse("hub.example.com/base/java:17")),
                () -> TagSelection.parse(fed.text())
                        .select(List.of(
                                "1.25.3", "1.26.1-alpine", "latest", "v2", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")),
                () -> {
                    CredentialSource logins = CredentialSource.ofEnvironment(
                            Map.of(
                                    "DOCKER_CONFIG",
                                    folder.toString(),
                                    "REGISTRY_AUTH_FILE",
                                    file.toString(),
                                    "PATH",
                                    "/nowhere"),
                            folder);
                    logins.find("hub.example.com", "team/app");
                    logins.describe("hub.example.com");
                },
                () -> new TlsProfiles(TlsOptions.defaults().withCaCertificates(List.of(file)))
                        .of("hub.example.com", 443)
                        .socketFactory());
    }

    private final Scratch scratch = new Scratch();
    private final Path folder = scratch.folder();

    @AfterEach
    void delete() throws IOException {
        scratch.close();
    }
}
