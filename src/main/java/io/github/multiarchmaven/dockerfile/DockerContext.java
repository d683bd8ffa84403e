package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.program.Program;
import io.github.multiarchmaven.program.ProgramException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A context of Docker's client that stands for the daemon of the environment. buildx makes no builder for a daemon that is reached by
 * TLS and named by the environment, as Docker in Docker is ("could not create a builder instance with TLS data loaded from
 * environment", docker/buildx issue 413); for a context it does.
 *
 * @param name a hash of the daemon's address and certificates: another daemon has another context, and another builder
 */
record DockerContext(String name) {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** Empty where buildx does without. */
    static Optional<DockerContext> neededIn(Map<String, String> environment) {
        boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()
                || !environment.getOrDefault("DOCKER_TLS", "").isEmpty();
        String host = environment.getOrDefault("DOCKER_HOST", "");
        // A context that the user chose wins over the host (Docker's client, "docker context").
        if (!tls
                || !host.startsWith("tcp://")
                || !environment.getOrDefault("DOCKER_CONTEXT", "").isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(host.getBytes(StandardCharsets.UTF_8));
        String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
        for (String file : List.of("ca.pem", "cert.pem")) {
            try {
                all.writeBytes(Files.readAllBytes(Path.of(folder).resolve(file)));
            } catch (IOException e) {
                // The client says what it lacks.
                all.write(0);
            }
        }
        return Optional.of(new DockerContext(
                "multiarch-tls-" + Digest.ofBytes(all.toByteArray()).shortHex()));
    }

    /** Makes it unless it is there; under a lock, as two would make the same. */
    void make(Program docker) {
        try {
            if (docker.with("context", "inspect", name).run(LIMIT).succeeded()) {
                return;
            }
        } catch (ProgramException e) {
            // What is wrong shows when it is made.
        }
        EngineProcess.run(docker.with("context", "create", name), "Making the context " + name + " of Docker");
    }
}
