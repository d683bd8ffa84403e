package io.github.multiarchmaven.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineArgumentsTest {
    private static final String PIN = "hub.example.com/base/java@sha256:" + "a".repeat(64);

    @TempDir
    Path folder;

    private Path dockerfile;

    @BeforeEach
    void writeDockerfile() throws IOException {
        dockerfile = Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
    }

    private EngineRun plain() {
        BuildSource source = new BuildSource(
                folder,
                dockerfile,
                null,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                null,
                false,
                false,
                null,
                List.of());
        return new EngineRun(source, Map.of(), List.of(), true, List.of(Platform.linuxAmd64()), Path.of("/w/a.tar"));
    }

    private EngineRun full() {
        BuildSource source = new BuildSource(
                folder,
                dockerfile,
                "app",
                Map.of(),
                Map.of("l", "m n"),
                List.of(new Secret("file", Path.of("/s 1"), null), new Secret("env", null, "TOKEN")),
                List.of("default"),
                "none",
                true,
                true,
                Instant.ofEpochSecond(7),
                List.of("--add-host", "a:1.2.3.4"));
        return new EngineRun(
                source,
                Map.of("A", "b c"),
                List.of(new Pin(
                        new NamedImage(
                                "$BASE",
                                "hub.example.com/base/java:latest",
                                Reference.parse("hub.example.com/base/java:latest")),
                        PIN)),
                false,
                List.of(Platform.linuxAmd64(), Platform.parse("linux/arm/v7")),
                Path.of("/w,x/a.tar"));
    }

    @Test
    void buildx() {
        assertEquals(
                List.of(
                        "buildx",
                        "--builder",
                        "b",
                        "build",
                        "--progress",
                        "plain",
                        "--provenance=false",
                        "--sbom=false",
                        "--platform",
                        "linux/amd64",
                        "--output",
                        "type=oci,dest=/w/a.tar",
                        "--file",
                        dockerfile.toString(),
                        folder.toString()),
                BuildxEngine.arguments("b", plain()));
        assertEquals(
                List.of(
                        "buildx",
                        "--builder",
                        "b",
                        "build",
                        "--progress",
                        "plain",
                        "--provenance=false",
                        "--sbom=false",
                        "--platform",
                        "linux/amd64,linux/arm/v7",
                        "--output",
                        "type=oci,\"dest=/w,x/a.tar\"",
                        "--file",
                        dockerfile.toString(),
                        "--target",
                        "app",
                        "--build-arg",
                        "SOURCE_DATE_EPOCH=7",
                        "--build-arg",
                        "A=b c",
                        "--label",
                        "l=m n",
                        "--build-context",
                        "hub.example.com/base/java:latest=docker-image://" + PIN,
                        "--secret",
                        "id=file,src=/s 1",
                        "--secret",
                        "id=env,env=TOKEN",
                        "--ssh",
                        "default",
                        "--network",
                        "none",
                        "--no-cache",
                        "--pull",
                        "--add-host",
                        "a:1.2.3.4",
                        folder.toString()),
                BuildxEngine.arguments("b", full()));
    }

    @Test
    void buildctl() {
        assertEquals(
                List.of(
                        "--addr",
                        "tcp://k:1",
                        "build",
                        "--progress",
                        "plain",
                        "--frontend",
                        "dockerfile.v0",
                        "--local",
                        "context=" + folder,
                        "--local",
                        "dockerfile=" + folder,
                        "--opt",
                        "filename=Dockerfile",
                        "--opt",
                        "platform=linux/amd64",
                        "--output",
                        "type=oci,dest=/w/a.tar"),
                BuildctlEngine.arguments("tcp://k:1", plain()));
        assertEquals(
                List.of(
                        "--addr",
                        "tcp://k:1",
                        "build",
                        "--progress",
                        "plain",
                        "--frontend",
                        "dockerfile.v0",
                        "--local",
                        "context=" + folder,
                        "--local",
                        "dockerfile=" + folder,
                        "--opt",
                        "filename=Dockerfile",
                        "--opt",
                        "platform=linux/amd64,linux/arm/v7",
                        "--opt",
                        "target=app",
                        "--opt",
                        "build-arg:SOURCE_DATE_EPOCH=7",
                        "--opt",
                        "build-arg:A=b c",
                        "--opt",
                        "label:l=m n",
                        "--opt",
                        "context:hub.example.com/base/java=docker-image://" + PIN,
                        "--opt",
                        "force-network-mode=none",
                        "--opt",
                        "image-resolve-mode=pull",
                        "--secret",
                        "id=file,src=/s 1",
                        "--secret",
                        "id=env,env=TOKEN",
                        "--ssh",
                        "default",
                        "--no-cache",
                        "--output",
                        "type=oci,\"dest=/w,x/a.tar\"",
                        "--add-host",
                        "a:1.2.3.4"),
                BuildctlEngine.arguments("tcp://k:1", full()));
    }

    /** The frontend of BuildKit asks for contexts by the short form alone. */
    @Test
    void buildctlGetsNamesInTheirShortForm() {
        assertEquals("debian:12", BuildctlEngine.familiar("docker.io/library/debian:12"));
        assertEquals("debian", BuildctlEngine.familiar("debian:latest"));
        assertEquals("team/app:1", BuildctlEngine.familiar("docker.io/team/app:1"));
        assertEquals("hub.example.com/a", BuildctlEngine.familiar("hub.example.com/a"));
    }

    @Test
    void buildah() {
        assertEquals(
                List.of(
                        "build",
                        "--manifest",
                        "localhost/m",
                        "--format",
                        "oci",
                        "--layers=false",
                        "--identity-label=false",
                        "--platform",
                        "linux/amd64",
                        "--file",
                        dockerfile.toString(),
                        folder.toString()),
                BuildahEngine.arguments("localhost/m", null, plain()));
        assertEquals(
                List.of(
                        "build",
                        "--manifest",
                        "localhost/m",
                        "--format",
                        "oci",
                        "--layers=true",
                        "--identity-label=false",
                        "--platform",
                        "linux/amd64,linux/arm/v7",
                        "--file",
                        dockerfile.toString(),
                        "--timestamp",
                        "7",
                        "--cert-dir",
                        "/certs",
                        "--target",
                        "app",
                        "--build-arg",
                        "A=b c",
                        "--label",
                        "l=m n",
                        "--build-context",
                        "$BASE=docker-image://" + PIN,
                        "--build-context",
                        "hub.example.com/base/java:latest=docker-image://" + PIN,
                        "--secret",
                        "id=file,src=/s 1",
                        "--secret",
                        "id=env,env=TOKEN",
                        "--ssh",
                        "default",
                        "--network",
                        "none",
                        "--no-cache",
                        "--pull=always",
                        "--add-host",
                        "a:1.2.3.4",
                        folder.toString()),
                BuildahEngine.arguments("localhost/m", Path.of("/certs"), full()));
    }

    @Test
    void theUsersOwnEpochWins() {
        assertEquals(
                Map.of("SOURCE_DATE_EPOCH", "9"), Engines.epochAnd(Map.of("SOURCE_DATE_EPOCH", "9"), Instant.EPOCH));
    }

    @Test
    void aBuilderIsMadeWithItsConfigurationAndOptions() {
        assertEquals(
                List.of(
                        "buildx",
                        "create",
                        "--name",
                        "multiarch-1",
                        "--driver",
                        "docker-container",
                        "--driver-opt",
                        "network=host",
                        "--config",
                        "/c/buildkitd.toml"),
                BuildxBuilders.createArguments(
                        "multiarch-1", Path.of("/c/buildkitd.toml"), List.of("network=host"), Optional.empty()));
        assertEquals(
                List.of("buildx", "create", "--name", "multiarch-1", "--driver", "docker-container", "multiarch-tls-1"),
                BuildxBuilders.createArguments(
                        "multiarch-1", null, List.of(), Optional.of(new DockerContext("multiarch-tls-1"))));
    }

    @Test
    void secretsAreNamedAndNeverGivenByValue() {
        for (String[] bad : new String[][] {{null, "V"}, {"a b", "V"}, {"id", null}, {"id", "not a name"}}) {
            var e = assertThrows(InvalidInputException.class, () -> new Secret(bad[0], null, bad[1]));
            assertTrue(
                    e.getMessage().startsWith("A <secret>") || e.getMessage().startsWith("The <secret>"),
                    e::getMessage);
        }
        var comma = assertThrows(InvalidInputException.class, () -> new Secret("id", Path.of("a,b"), null));
        assertTrue(comma.getMessage().contains("comma"), comma::getMessage);
        var both = assertThrows(InvalidInputException.class, () -> new Secret("id", Path.of("x"), "V"));
        assertTrue(both.getMessage().contains("not both"), both::getMessage);
        var unset =
                assertThrows(InvalidInputException.class, () -> new Secret("id", null, "V").requirePresent(Map.of()));
        assertTrue(unset.getMessage().contains("variable V, which is not set"), unset::getMessage);
        var gone = assertThrows(InvalidInputException.class, () -> new Secret("id", folder.resolve("gone"), null)
                .requirePresent(Map.of()));
        assertTrue(gone.getMessage().contains("not a readable file"), gone::getMessage);
    }

    @Test
    void badInputGetsOneClearSentence() {
        BuildSource good = plain().source();
        var noFile = assertThrows(InvalidInputException.class, () -> source(folder, folder.resolve("None"), null));
        assertTrue(noFile.getMessage().startsWith("There is no Dockerfile "), noFile::getMessage);
        var noFolder = assertThrows(
                InvalidInputException.class, () -> source(folder.resolve("none"), good.dockerfile(), null));
        assertTrue(noFolder.getMessage().contains("contextDirectory"), noFolder::getMessage);
        var network = assertThrows(InvalidInputException.class, () -> source(folder, good.dockerfile(), "bridge"));
        assertTrue(network.getMessage().contains("default, none, host"), network::getMessage);
        var engine = assertThrows(InvalidInputException.class, () -> EngineName.parse("kaniko"));
        assertTrue(engine.getMessage().contains("auto, buildx, buildctl, buildah"), engine::getMessage);
    }

    private static BuildSource source(Path context, Path file, String network) {
        return new BuildSource(
                context, file, null, Map.of(), Map.of(), List.of(), List.of(), network, false, false, null, List.of());
    }
}
