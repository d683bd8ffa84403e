package io.github.multiarchmaven.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which engine and builder are taken. The programs are scripts that answer as buildx 0.13 does and write down what they were asked: a
 * builder of the driver docker-container needs an image from Docker Hub, which tests cannot have.
 */
@DisabledOnOs(OS.WINDOWS)
class EnginesTest {
    private static final String DOCKER =
            """
            echo "$*" >> "$DIR/calls"
            inspect() {
              printf 'Name:   %s\\nDriver: %s\\n\\nNodes:\\nName:      %s0\\nEndpoint:  e\\nStatus:    %s\\nPlatforms: %s\\n' "$@"
            }
            case "$*" in
              version*) echo '{"Client":{"Version":"26"},"Server":{"Version":"26"}}';;
              info*) echo "{\\"DriverStatus\\":[[\\"driver-type\\",\\"$STORE\\"]]}";;
              "buildx version") echo 'github.com/docker/buildx v0.13.1 abc';;
              "buildx inspect") inspect cur "$DRIVER" cur running "linux/amd64, linux/amd64/v2, linux/arm64";;
              "buildx inspect --bootstrap "*) touch "$DIR/started";;
              "buildx inspect multi"*)
                test -f "$DIR/made" || { echo "ERROR: no builder found" >&2; exit 1; }
                if test -f "$DIR/started"; then inspect "$3" docker-container "$3" running linux/arm64
                else inspect "$3" docker-container "$3" inactive ""; fi;;
              "buildx inspect mine") inspect mine remote mine running linux/s390x;;
              "buildx inspect"*) echo "ERROR: no builder \\"$3\\" found" >&2; exit 1;;
              "buildx create"*) touch "$DIR/made"; cp "${*##* }" "$DIR/toml" 2> /dev/null; true;;
              *) echo "unexpected: $*" >&2; exit 1;;
            esac
            """;
    private static final String CONTAINERD = "io.containerd.snapshotter.v1";

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();
    private Path bin;

    @BeforeEach
    void makeBin() throws IOException {
        bin = Files.createDirectory(folder.resolve("bin"));
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Map<String, String> environment(String driver, String store) {
        return Map.of("PATH", bin + ":/usr/bin:/bin", "DIR", folder.toString(), "DRIVER", driver, "STORE", store);
    }

    private EngineOptions options(
            EngineName name,
            String builder,
            String address,
            RegistryAccess registries,
            Map<String, String> environment) {
        return new EngineOptions(
                name, null, builder, address, List.of(), registries, false, environment, folder.resolve("builders"));
    }

    private Engine buildx(String builder, RegistryAccess registries, String driver, String store) {
        EngineOptions options = options(EngineName.BUILDX, builder, null, registries, environment(driver, store));
        return new Engines(options, Set.of("hub.example.com"), log::add).find("Building x");
    }

    private List<String> calls(String beginning) throws IOException {
        return Files.readAllLines(folder.resolve("calls")).stream()
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    private RegistryAccess withCertificate() throws IOException {
        Path ca = Files.writeString(folder.resolve("ca.crt"), "certificate");
        return new RegistryAccess(List.of(ca), Set.of(), Set.of(), Set.of(), Map.of());
    }

    @Test
    void dockersOwnBuilderIsUsedWhereItKeepsSeveralPlatforms() throws Exception {
        script("docker", DOCKER);
        Engine engine = buildx(null, RegistryAccess.defaults(), "docker", CONTAINERD);
        assertEquals("buildx (builder cur)", engine.name());
        assertEquals(List.of(Platform.linuxAmd64()), engine.nativePlatforms());
        assertEquals(List.of(), calls("buildx create"));
    }

    @Test
    void aBuilderIsMadeStartedAndUsedAgainWhereDockersOwnCannot() throws Exception {
        script("docker", DOCKER);
        Engine first = buildx(null, RegistryAccess.defaults(), "docker", "overlay2");
        Engine second = buildx(null, RegistryAccess.defaults(), "docker", "overlay2");
        assertTrue(first.name().startsWith("buildx (builder multiarch-"), first::name);
        assertEquals(first.name(), second.name());
        assertEquals(List.of(Platform.linuxArm64()), second.nativePlatforms());
        assertEquals(1, calls("buildx create --name multiarch-").size());
        assertEquals(1, calls("buildx inspect --bootstrap multiarch-").size());
    }

    @Test
    void modulesThatBuildAtOnceMakeOneBuilder() throws Exception {
        script("docker", DOCKER);
        Set<String> names = new java.util.HashSet<>(IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> buildx(null, RegistryAccess.defaults(), "docker", "overlay2")
                        .name())
                .toList());
        assertEquals(1, names.size(), names::toString);
        assertEquals(1, calls("buildx create").size());
    }

    @Test
    void certificatesReachABuilderOfOurOwn() throws Exception {
        script("docker", DOCKER);
        Engine engine = buildx(null, withCertificate(), "docker", CONTAINERD);
        assertTrue(engine.name().contains("multiarch-"), engine::name);
        assertEquals(
                "[registry.\"hub.example.com\"]\n  ca = [\"" + folder.resolve("ca.crt") + "\"]\n",
                Files.readString(folder.resolve("toml")));
    }

    @Test
    void aBuilderThatTheUserChoseIsUsedAsItIs() throws Exception {
        script("docker", DOCKER);
        assertEquals(
                "buildx (builder mine)",
                buildx("mine", withCertificate(), "docker", "overlay2").name());
        assertEquals(
                "buildx (builder cur)",
                buildx(null, withCertificate(), "kubernetes", "overlay2").name());
        assertEquals(2, log.size());
        assertTrue(log.get(1).startsWith("The builder cur keeps its own configuration of registries"), log::toString);
        var e = assertThrows(
                InvalidInputException.class, () -> buildx("none", RegistryAccess.defaults(), "docker", CONTAINERD));
        assertTrue(e.getMessage().contains("'none', which buildx does not have"), e::getMessage);
    }

    @Test
    void aBuilderThatCannotBeMadeIsToldWithItsRemedy() throws Exception {
        script("docker", DOCKER.replace("touch \"$DIR/made\"", "echo toomanyrequests >&2; exit 1"));
        var e = assertThrows(ImageException.class, () -> buildx(null, RegistryAccess.defaults(), "docker", "overlay2"));
        assertTrue(
                e.getMessage().matches("Making the builder multiarch-\\w+ of buildx: .*toomanyrequests\\. .*mirrors.*"),
                e::getMessage);
    }

    @Test
    void withoutAnyEngineAllReasonsAreTold() throws Exception {
        EngineOptions options =
                options(EngineName.AUTO, null, null, RegistryAccess.defaults(), Map.of("PATH", bin.toString()));
        var e = assertThrows(
                InvalidInputException.class, () -> new Engines(options, Set.of(), log::add).find("Building x"));
        assertEquals(
                "Building x: no engine can be used. There is no 'docker' on the PATH. For buildctl no address of a BuildKit is"
                        + " set (buildkitAddress, or BUILDKIT_HOST). There is no 'buildah' on the PATH. Install Docker with buildx, or"
                        + " Buildah, or name an engine's file in the parameter engineProgram; the goal doctor tells more.",
                e.getMessage());
    }

    @Test
    void theOrderIsAddressBuildxVariableBuildah() throws Exception {
        script("buildah", "exit 1");
        assertEquals("buildah", auto(null, Map.of()).name());
        script("buildctl", "exit 1");
        assertEquals(
                "buildctl (tcp://v:1)",
                auto(null, Map.of("BUILDKIT_HOST", "tcp://v:1")).name());
        script("docker", DOCKER);
        assertEquals(
                "buildx (builder cur)",
                auto(null, Map.of("BUILDKIT_HOST", "tcp://v:1")).name());
        assertEquals("buildctl (tcp://a:1)", auto("tcp://a:1", Map.of()).name());
        script("docker", DOCKER.replace("echo 'github.com", "exit 1; echo 'github.com"));
        assertEquals("buildah", auto(null, Map.of()).name());
    }

    private Engine auto(String address, Map<String, String> more) {
        Map<String, String> environment = new java.util.HashMap<>(environment("docker", CONTAINERD));
        environment.putAll(more);
        return new Engines(
                        options(EngineName.AUTO, null, address, RegistryAccess.defaults(), environment),
                        Set.of(),
                        log::add)
                .find("Building x");
    }

    @Test
    void aProgramTellsByItsNameWhichEngineItIs() throws Exception {
        Path tool = script("tool", "exit 1");
        Path buildah = script("buildah", "exit 1");
        assertEquals("buildah", ofProgram(buildah).name());
        var unknown = assertThrows(InvalidInputException.class, () -> ofProgram(tool));
        assertTrue(unknown.getMessage().contains("Set the parameter engine too."), unknown::getMessage);
        var none = assertThrows(InvalidInputException.class, () -> ofProgram(bin.resolve("docker")));
        assertTrue(none.getMessage().contains("which is not a program"), none::getMessage);
    }

    private Engine ofProgram(Path program) {
        EngineOptions options = new EngineOptions(
                EngineName.AUTO, program, null, null, List.of(), RegistryAccess.defaults(), false, Map.of(), folder);
        return new Engines(options, Set.of(), log::add).find("Building x");
    }

    @Test
    void buildctlsWorkersTellWhatIsNative() throws Exception {
        script(
                "buildctl",
                "echo '[{\"id\":\"a\",\"platforms\":[{\"architecture\":\"arm64\",\"os\":\"linux\"},"
                        + "{\"architecture\":\"amd64\",\"os\":\"linux\"}]}]'");
        assertEquals(List.of(Platform.linuxArm64()), auto("tcp://a:1", Map.of()).nativePlatforms());
    }
}
