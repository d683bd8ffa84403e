package io.github.multiarchmaven.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.engine.Docker;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.testbed.BuildKit;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.DebianPackages;
import io.github.multiarchmaven.testbed.TestAuthority;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Docker, well and in each broken state: what is not well is that, and nothing else. The kernel's states: {@code EmulationIT}. */
class MachineDoctorIT {
    private static final String REGISTRY = "hub.example.com:5000";
    private static final String CREATE = "docker buildx create --name multiarch --driver docker-container";

    @TempDir
    Path folder;

    private final TestAuthority authority = TestAuthority.named("Company root");

    private Machine machine(Map<String, String> environment) {
        return ExaminedMachine.with(environment, folder);
    }

    private static void assertBad(Map<String, Level> expected, Diagnosis diagnosis) {
        assertEquals(new TreeMap<>(expected), ExaminedMachine.bad(diagnosis), diagnosis::text);
    }

    private Map<String, String> withoutPlugins(BuildKit kit) {
        Map<String, String> environment = new HashMap<>(kit.environment());
        environment.put("DOCKER_CONFIG", folder.toString());
        return environment;
    }

    /** A program by the name of docker, first on the path. */
    private Map<String, String> withClient(Map<String, String> environment, String script) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path docker = Files.writeString(bin.resolve("docker"), script);
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", bin + ":" + environment.get("PATH"));
        return all;
    }

    @Test
    void aMachineThatIsWellIsToldSoInAllItsParts() {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            Diagnosis diagnosis = ExaminedMachine.examined(machine(kit.environment()));
            assertBad(Map.of(), diagnosis);
            for (String check : List.of("client", "server", "buildx")) {
                assertEquals(
                        Level.OK, ExaminedMachine.of(diagnosis, "docker", check).level(), diagnosis::text);
            }
            for (String check : List.of("current", "node", "platforms")) {
                assertEquals(
                        Level.OK,
                        ExaminedMachine.of(diagnosis, "builder", check).level(),
                        diagnosis::text);
            }
            assertEquals(
                    "default, driver docker",
                    ExaminedMachine.of(diagnosis, "builder", "current").detail());
            assertEquals(
                    Level.OK,
                    ExaminedMachine.of(diagnosis, "emulation", "run " + ExaminedMachine.here())
                            .level());
        }
    }

    @Test
    void aClientWithoutBuildxIsNamed() {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            Diagnosis diagnosis = ExaminedMachine.examined(machine(withoutPlugins(kit)));
            assertBad(Map.of("docker: buildx", Level.FAIL), diagnosis);
        }
    }

    @Test
    void aDefaultDriverThatBuildsForOnePlatformOnlyIsNamed() {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::startWithoutContainerdStore)) {
            Diagnosis diagnosis = ExaminedMachine.examined(machine(kit.environment()));
            assertBad(Map.of("builder: current", Level.FAIL), diagnosis);
            assertEquals(
                    CREATE + " --use",
                    ExaminedMachine.of(diagnosis, "builder", "current").remedy());
        }
    }

    @Test
    void aDaemonThatDoesNotAnswerIsNamed() {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            Map<String, String> environment = new HashMap<>(kit.environment());
            environment.put("DOCKER_HOST", "unix://" + folder.resolve("none.sock"));
            Diagnosis diagnosis = ExaminedMachine.examined(machine(environment));
            assertBad(Map.of("docker: server", Level.FAIL), diagnosis);
            assertTrue(
                    ExaminedMachine.of(diagnosis, "docker", "server").detail().contains("Cannot connect"),
                    diagnosis::text);
        }
    }

    /** The oldest that Debian has, 20.10; it has no buildx. */
    @Test
    void anOlderRealClientIsToldItsVersion() throws Exception {
        Path old = Unavailable.orSkip(
                        () -> DebianPackages.ofHost(TestbedFolder.ofBuild()).unpackOnly("docker.io"))
                .path("usr/bin");
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            Map<String, String> environment = withoutPlugins(kit);
            environment.put("PATH", old + ":" + environment.get("PATH"));
            Diagnosis diagnosis = ExaminedMachine.examined(machine(environment));
            assertTrue(
                    ExaminedMachine.of(diagnosis, "docker", "client").detail().startsWith("20.10."), diagnosis::text);
            assertBad(Map.of("docker: buildx", Level.FAIL), diagnosis);
        }
    }

    /** None that old is to be had as a package: its answers, as 18.09 gave them, by a script. The daemon it names is real. */
    @Test
    void aClientThatIsTooOldIsNamed() throws Exception {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            Map<String, String> environment = withClient(
                    kit.environment(),
                    """
                    #!/bin/sh
                    case "$1" in
                      version) echo '{"Client":{"Platform":{"Name":""},"Version":"18.09.1","ApiVersion":"1.39","GitCommit":"4c52b90","GoVersion":"go1.11.6","Os":"linux","Arch":"amd64","Experimental":false},"Server":{"Version":"18.09.1","ApiVersion":"1.39","Os":"linux","Arch":"amd64"}}' ;;
                      info) echo '{"OperatingSystem":"Debian GNU/Linux 10 (buster)","OSType":"linux","Architecture":"x86_64","DriverStatus":[["Backing Filesystem","extfs"]]}' ;;
                      *) echo "docker: '$1' is not a docker command." >&2; exit 1 ;;
                    esac
                    """);
            Diagnosis diagnosis = ExaminedMachine.examined(machine(environment));
            assertBad(Map.of("docker: client", Level.FAIL), diagnosis);
            assertEquals(
                    "18.09.1 is too old: buildx needs 19.03 or newer",
                    ExaminedMachine.of(diagnosis, "docker", "client").detail());
        }
    }

    @Test
    void aMachineWithoutDockerIsNamedAndIsNoFailureWhereNothingNeedsIt() {
        Machine machine = machine(Map.of("PATH", folder.toString()));
        Diagnosis needed = ExaminedMachine.examined(machine);
        assertBad(Map.of("docker: client", Level.FAIL), needed);

        Diagnosis free = ExaminedMachine.examined(ExaminedMachine.needingNoEngine(machine));
        assertBad(Map.of(), free);
        assertEquals(Level.INFO, ExaminedMachine.of(free, "docker", "client").level(), free::text);
    }

    /** As Podman 4.3.1 of Debian 12 answers, which has no daemon and needs more of a machine than its package. */
    @Test
    void podmanByDockersNameIsNoOldDocker() throws Exception {
        Map<String, String> environment = withClient(
                Map.of("PATH", "/usr/bin:/bin"),
                """
                #!/bin/sh
                case "$1" in
                  version) echo '{"Client":{"APIVersion":"4.3.1","Version":"4.3.1","GoVersion":"go1.19.8","GitCommit":"","BuiltTime":"Thu Jan  1 00:00:00 1970","Built":0,"OsArch":"linux/amd64","Os":"linux"}}' ;;
                  *) echo "Error: unrecognized command docker $1" >&2; exit 125 ;;
                esac
                """);
        environment.put("PATH", folder.resolve("bin").toString());
        Diagnosis diagnosis = ExaminedMachine.examined(machine(environment));
        assertBad(Map.of("docker: client", Level.FAIL), diagnosis);
        assertEquals(
                "docker is Podman 4.3.1, which has no buildx",
                ExaminedMachine.of(diagnosis, "docker", "client").detail());
    }

    @Test
    void whatBuildsWithoutDockerMakesItsLackAWarning() throws Exception {
        Path buildah = Files.writeString(folder.resolve("buildah"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(buildah, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertBad(
                Map.of("docker: client", Level.WARN),
                ExaminedMachine.examined(machine(Map.of("PATH", folder.toString()))));
    }

    private Machine trusting(BuildKit kit, Path ca) {
        List<X509Certificate> shown = List.of(authority.issue("hub.example.com").certificate());
        return ExaminedMachine.trusting(machine(kit.environment()), ca, REGISTRY, shown, folder.resolve("root"));
    }

    private static void makeBuilder(BuildKit kit, String... more) {
        kit.runnable("buildx", "create", "--name", "own", "--driver", "docker-container", "--use")
                .with(more)
                .output();
    }

    @Test
    void anAuthorityThatDaemonAndBuilderLackIsNamedForBoth() {
        Path ca = authority.write(folder.resolve("ca/root.pem"));
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            makeBuilder(kit);
            Diagnosis diagnosis = ExaminedMachine.examined(trusting(kit, ca));
            assertBad(
                    Map.of("docker: CA of " + REGISTRY, Level.WARN, "builder: CA of " + REGISTRY, Level.WARN),
                    diagnosis);
            assertEquals(
                    "sudo mkdir -p /etc/docker/certs.d/" + REGISTRY + " && sudo cp " + ca + " /etc/docker/certs.d/"
                            + REGISTRY + "/ca.crt",
                    ExaminedMachine.of(diagnosis, "docker", "CA of " + REGISTRY).remedy());
        }
    }

    @Test
    void theRemediesForAnAuthorityAreRightAsTheyArePrinted() throws Exception {
        Path ca = authority.write(folder.resolve("it's 100% ca/root.pem"));
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            makeBuilder(kit);
            Machine machine = trusting(kit, ca);
            String remedy = ExaminedMachine.of(ExaminedMachine.examined(machine), "builder", "CA of " + REGISTRY)
                    .remedy();
            // A person's shell, in a folder where the file may be written.
            Command.of("sh", "-ec", remedy)
                    .withEnvironment(kit.environment())
                    .in(Files.createDirectory(folder.resolve("work")))
                    .output();
            authority.write(folder.resolve("root/etc/docker/certs.d/" + REGISTRY + "/ca.crt"));
            Diagnosis diagnosis = ExaminedMachine.examined(machine);
            assertBad(Map.of(), diagnosis);
            assertEquals(
                    Level.OK,
                    ExaminedMachine.of(diagnosis, "builder", "CA of " + REGISTRY)
                            .level(),
                    diagnosis::text);
            assertEquals(
                    Level.OK,
                    ExaminedMachine.of(diagnosis, "docker", "CA of " + REGISTRY).level(),
                    diagnosis::text);
        }
    }

    @Test
    void anAuthorityThatVouchesForNoRegistryInUseIsOfNoConcern() {
        Path other = TestAuthority.named("Another root").write(folder.resolve("other.pem"));
        try (BuildKit kit = Unavailable.orSkip(BuildKit::start)) {
            makeBuilder(kit);
            assertBad(Map.of(), ExaminedMachine.examined(trusting(kit, other)));
        }
    }

    @Test
    void nothingIsChangedUnlessItIsToBeFixed() throws Exception {
        Path ca = authority.write(folder.resolve("root.pem"));
        try (BuildKit kit = Unavailable.orSkip(BuildKit::startWithoutContainerdStore)) {
            Machine machine = trusting(kit, ca);
            Docker docker = Docker.find(kit.environment()).orElseThrow();
            // buildx was never run here: its folder is not there, and is not made.
            Map<String, String> files = filesOf(kit);
            List<String> builders = builders(docker);

            Diagnosis before = ExaminedMachine.examined(machine);
            assertEquals(files, filesOf(kit));
            assertEquals(builders, builders(docker));
            assertBad(Map.of("builder: current", Level.FAIL, "docker: CA of " + REGISTRY, Level.WARN), before);

            List<Finding> done = new MachineDoctor(machine).fix();
            assertEquals(1, done.size(), done::toString);
            assertEquals(Level.OK, done.get(0).level(), done::toString);
            assertTrue(done.get(0).detail().startsWith("done: " + CREATE + " --config "), done::toString);
            assertNotEquals(builders, builders(docker));

            Diagnosis after = ExaminedMachine.examined(machine);
            assertBad(Map.of("docker: CA of " + REGISTRY, Level.WARN), after);
            assertEquals(
                    Level.OK,
                    ExaminedMachine.of(after, "builder", "CA of " + REGISTRY).level(),
                    after::text);
            assertEquals(List.of(), new MachineDoctor(machine).fix(), "all that needs no privilege was done");
        }
    }

    @Test
    void aBuilderThatWasMadeBeforeIsUsedAgain() {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::startWithoutContainerdStore)) {
            Machine machine = machine(kit.environment());
            new MachineDoctor(machine).fix();
            kit.runnable("buildx", "use", "default").output();
            assertEquals(
                    "docker buildx use multiarch",
                    ExaminedMachine.of(ExaminedMachine.examined(machine), "builder", "current")
                            .remedy());
            new MachineDoctor(machine).fix();
            assertBad(Map.of(), ExaminedMachine.examined(machine));
        }
    }

    @Test
    void nothingIsMadeThatTheEnvironmentWouldPassOver() {
        try (BuildKit kit = Unavailable.orSkip(BuildKit::startWithoutContainerdStore)) {
            Map<String, String> environment = new HashMap<>(kit.environment());
            environment.put("BUILDX_BUILDER", "default");
            Docker docker = Docker.find(environment).orElseThrow();
            List<Finding> done = new MachineDoctor(machine(environment)).fix();
            assertEquals(
                    List.of("WARN unset BUILDX_BUILDER"),
                    done.stream().map(f -> f.level() + " " + f.remedy()).toList());
            assertEquals(List.of("defaulttrue"), builders(docker));
        }
    }

    private static List<String> builders(Docker docker) {
        return docker.builders().stream()
                .map(builder -> builder.name() + builder.current())
                .toList();
    }

    /** The client's folder, where buildx keeps what it knows, each file with its digest. */
    private static Map<String, String> filesOf(BuildKit kit) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(Path.of(kit.environment().get("HOME")))) {
            for (Path path : all.toList()) {
                files.put(
                        path.toString(),
                        Files.isRegularFile(path)
                                ? Digest.ofBytes(Files.readAllBytes(path)).toString()
                                : "folder");
            }
        }
        return files;
    }
}
