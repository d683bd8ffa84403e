package io.github.multiarchmaven.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the forms that buildx prints; that of 0.13 is asked for really in {@code DockerIT}. */
class BuilderTest {
    private static List<String> listed(String text) {
        return Builder.parseList(text).stream()
                .map(builder -> builder.name() + " " + builder.driver() + (builder.current() ? " current" : ""))
                .toList();
    }

    @Test
    void theListOfOldVersionsIsRead() {
        assertEquals(
                List.of("ci docker-container current", "default docker"),
                listed(
                        """
                        NAME/NODE   DRIVER/ENDPOINT             STATUS  PLATFORMS
                        ci *        docker-container
                          ci0       unix:///var/run/docker.sock running linux/amd64, linux/386
                          ci1       ssh://build@198.51.100.7    running linux/arm64*, linux/arm/v7
                        default     docker
                          default   default                     running linux/amd64, linux/386
                        """));
    }

    @Test
    void theListOfNewVersionsIsRead() {
        assertEquals(
                List.of("ci docker-container", "default docker current", "far kubernetes"),
                listed(
                        """
                        NAME/NODE        DRIVER/ENDPOINT                   STATUS     BUILDKIT   PLATFORMS
                        ci               docker-container                                          \s
                         \\_ ci0          \\_ unix:///var/run/docker.sock   inactive              \s
                        default*         docker                                                    \s
                         \\_ default      \\_ default                       running    v0.13.2    linux/amd64 (+2), linux/386
                        far              kubernetes                        error

                        Cannot load builder far: could not create kubernetes client
                        """));
    }

    @Test
    void whatIsNoListGivesNoBuilders() {
        assertEquals(
                List.of(),
                listed("docker: 'buildx' is not a docker command.\nSee 'docker --help'\n").stream()
                        .filter(line -> !line.startsWith("See"))
                        .toList());
        assertEquals(List.of(), listed(""));
    }

    @Test
    void nodesWithTheirStateAndPlatformsAreRead() {
        Builder builder = Builder.parseInspection(
                        """
                        Name:          ci
                        Driver:        docker-container
                        Last Activity: 2026-01-02 03:04:05 +0000 UTC

                        Nodes:
                        Name:                  ci0
                        Endpoint:              unix:///var/run/docker.sock
                        Driver Options:        network="host"
                        Status:                running
                        BuildKit daemon flags: --allow-insecure-entitlement=network.host
                        BuildKit version:      v0.13.2
                        Platforms:             linux/arm64*, linux/amd64, linux/amd64/v2, linux/new9, linux/arm/v7
                        Labels:
                         org.mobyproject.buildkit.worker.executor: oci
                        GC Policy rule#0:
                         All:           false
                         Keep Duration: 48h0m0s
                        File#buildkitd.toml:
                         > [registry]
                         > Name: none

                        Name:     ci1
                        Endpoint: ssh://build@198.51.100.7
                        Error:    error during connect: no route to host
                        """,
                        true)
                .orElseThrow();
        assertEquals("docker-container", builder.driver());
        assertEquals(
                List.of("ci0", "ci1"),
                builder.nodes().stream().map(BuilderNode::name).toList());
        BuilderNode first = builder.nodes().get(0);
        assertEquals("running v0.13.2", first.status() + " " + first.buildkit());
        assertTrue(first.isUsable());
        assertEquals(
                Set.of(
                        Platform.linuxArm64(),
                        Platform.linuxAmd64(),
                        Platform.parse("linux/amd64/v2"),
                        Platform.parse("linux/arm/v7")),
                builder.platforms());
        BuilderNode second = builder.nodes().get(1);
        assertEquals("error", second.status());
        assertFalse(second.isUsable());
        assertEquals("error during connect: no route to host", second.error());
    }

    @Test
    void olderLabelsAreReadToo() {
        Builder builder = Builder.parseInspection(
                        """
                        Name:   default
                        Driver: docker

                        Nodes:
                        Name:      default
                        Endpoint:  default
                        Status:    running
                        Flags:     --debug
                        Buildkit:  23.0.1
                        Platforms: linux/amd64, linux/386
                        """,
                        true)
                .orElseThrow();
        assertEquals("23.0.1", builder.nodes().get(0).buildkit());
    }

    @Test
    void aBuilderThatCannotBeLoadedSaysWhy() {
        Builder builder = Builder.parseInspection(
                        "Name:   far\nDriver: kubernetes\nError:  could not create kubernetes client\n", false)
                .orElseThrow();
        assertEquals("could not create kubernetes client", builder.error());
        assertEquals(List.of(), builder.nodes());
        assertEquals(Optional.empty(), Builder.parseInspection("ERROR: no builder \"far\" found\n", false));
    }

    @Test
    void onlyTheDriverDockerNeedsContainerdsStoreForSeveralPlatforms() {
        Builder docker = new Builder("default", "docker", true, List.of(), "");
        assertFalse(docker.buildsSeveralPlatforms(false));
        assertTrue(docker.buildsSeveralPlatforms(true));
        assertTrue(new Builder("ci", "remote", true, List.of(), "").buildsSeveralPlatforms(false));
    }

    @Test
    void filesThatABuilderWasMadeWithAreRead(@TempDir Path home) throws IOException {
        Path instances = Files.createDirectories(home.resolve(".docker/buildx/instances"));
        Files.writeString(
                instances.resolve("ci"),
                """
                {"Name":"ci","Driver":"docker-container","Nodes":[
                  {"Name":"ci0","Files":{"buildkitd.toml":"ZGVidWc9dHJ1ZQ=="}},
                  {"Name":"ci1","Files":null}]}
                """);
        List<Map<String, byte[]>> nodes = BuilderFiles.of("ci", Map.of(), home);
        assertEquals(2, nodes.size());
        assertEquals("debug=true", new String(nodes.get(0).get("buildkitd.toml"), StandardCharsets.UTF_8));
        assertEquals(Map.of(), nodes.get(1));
        assertEquals(List.of(), BuilderFiles.of("other", Map.of(), home));
        assertEquals(List.of(), BuilderFiles.of("../instances", Map.of(), home));
        assertEquals(Path.of("/x/buildx"), BuilderFiles.folder(Map.of("DOCKER_CONFIG", "/x"), home));
        assertEquals(Path.of("/y"), BuilderFiles.folder(Map.of("DOCKER_CONFIG", "/x", "BUILDX_CONFIG", "/y"), home));
    }

    @Test
    void aFileOfBuildxThatIsDamagedIsNoFile(@TempDir Path home) throws IOException {
        Path instances = Files.createDirectories(home.resolve(".docker/buildx/instances"));
        Files.writeString(instances.resolve("ci"), "{\"Nodes\":[{\"Files\":{\"a\":\"%%\"}}]}");
        assertEquals(List.of(), BuilderFiles.of("ci", Map.of(), home));
    }
}
