package io.github.multiarchmaven.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.testbed.BuildKit;
import io.github.multiarchmaven.testbed.Unavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon, client and buildx. */
class DockerIT {
    @TempDir
    Path folder;

    private static Docker docker(Map<String, String> environment) {
        return Docker.find(environment).orElseThrow();
    }

    @Test
    void versionsStoreEndpointAndTheDefaultBuilderAreTold() throws Exception {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            Docker docker = docker(kit.environment());
            DockerVersions versions = docker.versions();
            assertTrue(versions.client().matches("\\d+\\.\\d+.*"), versions::toString);
            DockerVersions.Server server = versions.server().orElseThrow();
            assertTrue(server.version().matches("\\d+\\.\\d+.*"), versions::toString);
            assertTrue(server.containerdStore(), versions::toString);
            assertFalse(server.rootless(), versions::toString);
            assertEquals(
                    "linux/" + Platform.parse(System.getProperty("os.arch")).architecture(), server.platform());
            assertTrue(versions.buildx().orElseThrow().matches("\\d+\\.\\d+.*"), versions::toString);
            assertTrue(docker.endpoint().startsWith("unix:///"), docker::endpoint);

            List<Builder> builders = docker.builders();
            assertEquals(1, builders.size(), builders::toString);
            Builder builder = builders.get(0);
            assertEquals("default docker true", builder.name() + " " + builder.driver() + " " + builder.current());
            assertEquals("running", builder.nodes().get(0).status());
            assertTrue(
                    builder.platforms().contains(Platform.parse("linux/" + System.getProperty("os.arch"))),
                    builders::toString);
        }
    }

    @Test
    void aBuilderThatWasMadeIsListedWithTheFilesItWasGiven() throws Exception {
        Path authority = Files.writeString(folder.resolve("ca.pem"), "an authority\n");
        Path toml = Files.writeString(
                folder.resolve("buildkitd.toml"),
                "[registry.\"hub.example.com:5000\"]\n  ca=[\"" + authority + "\"]\n");
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            kit.runnable("buildx", "create", "--name", "many", "--driver", "docker-container", "--use")
                    .with("--config", toml.toString())
                    .output();
            Docker docker = docker(kit.environment());
            Builder builder = docker.builders().stream()
                    .filter(Builder::current)
                    .findFirst()
                    .orElseThrow();
            assertEquals("many docker-container", builder.name() + " " + builder.driver());
            assertEquals("inactive", builder.nodes().get(0).status());
            assertEquals(Set.of(), builder.platforms());
            Map<String, byte[]> files =
                    BuilderFiles.of("many", kit.environment(), folder).get(0);
            assertEquals(
                    "an authority\n",
                    new String(files.get("certs/hub.example.com_5000/ca.pem"), StandardCharsets.UTF_8));
        }
    }

    @Test
    void dockersOwnStoreIsToldApart() {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::startWithoutContainerdStore)) {
            assertFalse(
                    docker(kit.environment()).versions().server().orElseThrow().containerdStore());
        }
    }

    @Test
    void aClientWithoutPluginAndDaemonSaysSo() {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            Map<String, String> environment = new HashMap<>(kit.environment());
            environment.put("DOCKER_CONFIG", folder.toString());
            environment.put("DOCKER_HOST", "unix://" + folder.resolve("none.sock"));
            Docker docker = docker(environment);
            DockerVersions versions = docker.versions();
            assertTrue(versions.client().matches("\\d+\\.\\d+.*"), versions::toString);
            assertEquals(Optional.empty(), versions.server());
            assertTrue(versions.serverTrouble().startsWith("Cannot connect to the Docker daemon"), versions::toString);
            assertFalse(versions.isForbidden());
            assertEquals(Optional.empty(), versions.buildx());
            assertEquals(List.of(), docker.builders());
        }
    }
}
