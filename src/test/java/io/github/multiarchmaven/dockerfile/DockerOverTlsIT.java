package io.github.multiarchmaven.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.engine.Builder;
import io.github.multiarchmaven.engine.Docker;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.program.Output;
import io.github.multiarchmaven.testbed.BuildKit;
import io.github.multiarchmaven.testbed.TestAuthority;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is reached by TLS and named by the environment, as Docker in Docker in a pipeline. */
class DockerOverTlsIT {
    private static final Duration AMPLE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Map<String, String> environment(BuildKit kit, Path certificates, int port) {
        Map<String, String> all = new TreeMap<>(kit.environment());
        all.put("DOCKER_HOST", "tcp://127.0.0.1:" + port);
        all.put("DOCKER_TLS_VERIFY", "1");
        all.put("DOCKER_CERT_PATH", certificates.toString());
        return all;
    }

    private BuildxBuilders builders(Docker docker, List<String> log) {
        EngineOptions options = new EngineOptions(
                EngineName.BUILDX,
                null,
                null,
                null,
                List.of(),
                RegistryAccess.defaults(),
                false,
                docker.program().environment(),
                folder.resolve("builders"));
        return new BuildxBuilders(docker, docker.versions(), options, log::add);
    }

    @Test
    void aBuilderIsMadeForItThroughAContext() throws Exception {
        TestAuthority authority = TestAuthority.named("Docker in Docker");
        Path certificates = authority.issue("127.0.0.1", "localhost").write(folder, "cert.pem", "key.pem");
        authority.write(folder.resolve("ca.pem"));
        int port = freePort();
        try (BuildKit kit = Unavailable.orSkip(() -> BuildKit.startWithTls(folder, port))) {
            Docker docker = Docker.find(environment(kit, folder, port)).orElseThrow();
            assertTrue(docker.versions().server().isPresent(), "it is reached by TLS, with " + certificates);
            // Without a context, buildx refuses: else this would show nothing.
            Output refused = docker.program()
                    .with("buildx", "create", "--driver", "docker-container")
                    .run(AMPLE);
            assertTrue(refused.complaint().contains("TLS data loaded from environment"), refused::complaint);

            List<String> log = new ArrayList<>();
            // BuildKit's own image is out of reach here, so the builder is made, and cannot be started.
            var e = assertThrows(
                    ImageException.class, () -> builders(docker, log).choose(Set.of(), log::add));
            assertTrue(e.getMessage().startsWith("Starting the builder multiarch-"), e::getMessage);

            List<Builder> own = docker.builders().stream()
                    .filter(builder -> builder.name().startsWith("multiarch-")
                            && builder.driver().equals("docker-container"))
                    .toList();
            assertEquals(1, own.size(), own::toString);
            String context = DockerContext.neededIn(docker.program().environment())
                    .orElseThrow()
                    .name();
            assertEquals(context, own.get(0).nodes().get(0).endpoint());

            // The next build uses it again.
            assertThrows(ImageException.class, () -> builders(docker, log).choose(Set.of(), log::add));
            assertEquals(
                    1,
                    log.stream()
                            .filter(line -> line.startsWith("Making the builder"))
                            .count(),
                    log::toString);
        }
    }

    @Test
    void onlyADaemonByTlsFromTheEnvironmentNeedsAContext() {
        Map<String, String> tls = Map.of("DOCKER_HOST", "tcp://docker:2376", "DOCKER_TLS_VERIFY", "1");
        assertTrue(DockerContext.neededIn(tls).isPresent());
        assertEquals(Optional.empty(), DockerContext.neededIn(Map.of()));
        assertEquals(Optional.empty(), DockerContext.neededIn(Map.of("DOCKER_HOST", "tcp://docker:2375")));
        assertEquals(
                Optional.empty(),
                DockerContext.neededIn(Map.of("DOCKER_HOST", "unix:///run/docker.sock", "DOCKER_TLS_VERIFY", "1")));
        Map<String, String> chosen = new TreeMap<>(tls);
        chosen.put("DOCKER_CONTEXT", "mine");
        assertEquals(Optional.empty(), DockerContext.neededIn(chosen));
        assertNotEquals(
                DockerContext.neededIn(tls),
                DockerContext.neededIn(Map.of("DOCKER_HOST", "tcp://other:2376", "DOCKER_TLS_VERIFY", "1")));
    }
}
