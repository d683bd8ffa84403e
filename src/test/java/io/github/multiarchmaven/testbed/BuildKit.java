package io.github.multiarchmaven.testbed;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * BuildKit as Docker has it: a {@code dockerd} of its own with the containerd image store, by which alone it can keep an
 * index, and {@code buildx}. For root only.
 *
 * <p>It is in a mount and a process namespace and a temporary folder that end with it: nothing of it stays on the machine,
 * and a Docker of the machine's is not touched. It has no network but the machine's and changes no firewall.
 */
public final class BuildKit implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    // The address of a Unix socket has 108 bytes, and containerd's are deep in the folder.
    private static final Path SHORT = Path.of("/tmp");
    // Both daemons make folders there whatever they are told.
    private static final List<String> HIDDEN = List.of("/opt", "/run");

    private final ControlGroups groups = ControlGroups.before("docker");
    private final Path folder;
    private final Process process;
    private final Thread stopAtExit;
    private final Command docker;

    private BuildKit(Path folder, Command dockerd, Command docker) throws IOException {
        this.folder = folder;
        this.docker = docker;
        this.process = dockerd.builder()
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        this.stopAtExit = new Thread(process::destroyForcibly, "stop-buildkit");
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    /** Where a daemon keeps images. */
    public enum Store {
        /** Which can keep an index. */
        CONTAINERD,
        /** That of older releases, and of this one where it is not told otherwise: one platform a name, no manifests. */
        CLASSIC
    }

    /** @throws Unavailable with the reason where the daemon cannot be run */
    public static BuildKit start() throws Unavailable {
        return start(Store.CONTAINERD, 0);
    }

    /** With Docker's own image store, as was usual before version 29: it cannot keep an index. */
    public static BuildKit startWithoutContainerdStore() throws Unavailable {
        return start(Store.CLASSIC, 0);
    }

    /** @param megabytes of the daemon's disk; 0 for as many as the machine's has */
    public static BuildKit start(Store store, int megabytes) throws Unavailable {
        return start(store, megabytes, List.of(), null, null);
    }

    /**
     * One as Docker in Docker is: reached by TLS alone, but for this class's own socket, and with Docker's own image store.
     *
     * @param certificates a folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, for daemon and client
     * @param port on 127.0.0.1
     */
    public static BuildKit startWithTls(Path certificates, int port) throws Unavailable {
        List<String> options = List.of(
                "--tlsverify",
                "--tlscacert=" + certificates.resolve("ca.pem"),
                "--tlscert=" + certificates.resolve("cert.pem"),
                "--tlskey=" + certificates.resolve("key.pem"),
                "--host=tcp://127.0.0.1:" + port);
        return start(Store.CLASSIC, 0, options, null, null);
    }

    /**
     * One that builds for the other of amd64 and arm64 too, by emulation. It is in a user namespace of its own as well, so steps have no
     * network: {@code --network none}.
     *
     * @param etc laid over {@code /etc} for the daemon, as for {@code /etc/docker/certs.d}; null for nothing
     * @param environment more variables of the daemon
     */
    public static BuildKit startEmulating(Path etc, Map<String, String> environment) throws Unavailable {
        return start(Store.CONTAINERD, 0, List.of(), etc, environment);
    }

    /** @param environment null for one that does not emulate */
    private static BuildKit start(
            Store store, int megabytes, List<String> options, Path etc, Map<String, String> environment)
            throws Unavailable {
        Privileges.need("dockerd");
        TestbedFolder testbed = TestbedFolder.ofBuild();
        UnpackedPackages packages =
                DebianPackages.ofHostNext(testbed).unpackOnly("docker.io", "docker-cli", "docker-buildx", "containerd");
        // The next release's needs a newer C library.
        UnpackedPackages runc = DebianPackages.ofHost(testbed).unpackOnly("runc");
        try {
            Path folder = Files.createTempDirectory(SHORT, "kit");
            Command entering = environment == null
                    ? Privileges.namespaces()
                    : Command.of(EmulatingNamespace.script(folder, etc, null, "--pid --fork --kill-child --mount-proc")
                                    .toString())
                            .withEnvironment(environment);
            BuildKit kit = new BuildKit(
                    folder,
                    dockerd(entering, folder, packages, runc, store, megabytes).with(options),
                    docker(folder, packages));
            try {
                kit.awaitReady();
                return kit;
            } catch (RuntimeException | Unavailable e) {
                kit.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Starting dockerd: " + e.getMessage(), e);
        }
    }

    private static Command dockerd(
            Command entering, Path folder, UnpackedPackages packages, UnpackedPackages runc, Store store, int megabytes)
            throws IOException {
        Path configuration = folder.resolve("daemon.json");
        Files.writeString(
                configuration, "{\"features\": {\"containerd-snapshotter\": " + (store == Store.CONTAINERD) + "}}\n");
        Path data = Files.createDirectory(folder.resolve("data"));
        String disk = megabytes == 0 ? "" : "mount -t tmpfs -o size=" + megabytes + "m none " + data + " && ";
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        String path = packages.path("usr/bin") + ":" + runc.path("usr/sbin") + ":" + System.getenv("PATH");
        return entering.with("sh", "-c", hiding(packages.folder()) + disk + "exec \"$@\"", "sh")
                .with(packages.path("usr/sbin/dockerd").toString())
                .with("--config-file", configuration.toString())
                .with("--data-root", data.toString())
                .with("--exec-root", folder.resolve("exec").toString())
                .with("--pidfile", folder.resolve("pid").toString())
                .with("--host", socket(folder))
                .with("--bridge=none", "--iptables=false", "--ip6tables=false", "--userland-proxy=false")
                .withEnvironment(Map.of("PATH", path, "HOME", folder.toString(), "TMPDIR", temporary.toString()));
    }

    // A build that is there itself must not be hidden: some folders more are the lesser harm.
    private static String hiding(Path programs) throws IOException {
        Path real = programs.toRealPath();
        return HIDDEN.stream()
                .filter(hidden -> !real.startsWith(hidden))
                .map(hidden -> "mount -t tmpfs none " + hidden + " && ")
                .collect(Collectors.joining());
    }

    private static Command docker(Path folder, UnpackedPackages packages) throws IOException {
        Path home = Files.createDirectory(folder.resolve("client"));
        String plugins = packages.path("usr/libexec/docker/cli-plugins").toString();
        var configuration = Json.object();
        configuration.putArray("cliPluginsExtraDirs").add(plugins);
        Files.write(home.resolve("config.json"), Json.bytes(configuration));
        return Command.of(packages.path("usr/bin/docker").toString())
                .withEnvironment(Map.of(
                        "HOME",
                        home.toString(),
                        "DOCKER_CONFIG",
                        home.toString(),
                        "BUILDX_CONFIG",
                        home.resolve("buildx").toString(),
                        "DOCKER_HOST",
                        socket(folder)));
    }

    private static String socket(Path folder) {
        return "unix://" + folder.resolve("docker.sock");
    }

    /**
     * Builds the context's Dockerfile for all platforms, with an attestation of provenance for each, and pushes the index
     * over plain HTTP.
     *
     * <p>An SBOM would need a scanner's image.
     *
     * @param reference of a registry on this machine, without transport: {@code 127.0.0.1:5000/app:1}
     * @return the pushed index's digest
     * @throws IllegalStateException with what buildx said when it fails
     */
    public Digest buildAndPush(Path context, List<Platform> platforms, String reference) {
        try {
            Path metadata = Files.createTempFile(folder, "metadata", ".json");
            docker.with("buildx", "--builder", "default", "build", "--push", "--progress", "plain")
                    .with("--provenance", "mode=max", "--sbom", "false", "--network", "host")
                    .with(
                            "--platform",
                            platforms.stream().map(Platform::toString).collect(Collectors.joining(",")))
                    .with("--metadata-file", metadata.toString(), "--tag", reference, context.toString())
                    .output();
            return Digest.parse(Json.parseObject(Files.readAllBytes(metadata), "buildx's metadata")
                    .path("containerimage.digest")
                    .asText());
        } catch (IOException e) {
            throw new UncheckedIOException("Building " + context + " with buildx: " + e.getMessage(), e);
        }
    }

    /** The command for a subcommand of {@code docker}, such as {@code buildx imagetools}. */
    public Command runnable(String... arguments) {
        return docker.with(arguments);
    }

    /** The whole environment of a process that finds this client on its {@code PATH}, its plugins and this daemon. */
    public Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>(docker.environment());
        all.put("PATH", Path.of(docker.arguments().get(0)).getParent() + ":/usr/sbin:/usr/bin:/sbin:/bin");
        return all;
    }

    /**
     * Writes a program {@code docker} that is this client, for those who give it no environment.
     *
     * @return the program's file
     */
    public Path program(Path folder) {
        StringBuilder text = new StringBuilder("#!/bin/sh\nexec env");
        docker.environment()
                .forEach((name, value) ->
                        text.append(" '").append(name).append('=').append(value).append('\''));
        text.append(" '").append(docker.arguments().get(0)).append("' \"$@\"\n");
        try {
            Path program = Files.writeString(folder.resolve("docker"), text);
            return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes that it consists of, for the test that they are gone. */
    List<ProcessHandle> processes() {
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        all.addAll(process.descendants().toList());
        return all;
    }

    @Override
    public void close() {
        // unshare itself waits for the daemon, and takes no signal but the one that cannot be refused.
        Daemon.end(process, stopAtExit, () -> process.children().forEach(ProcessHandle::destroy), 20, folder);
        groups.removeNew();
    }

    private void awaitReady() throws Unavailable, IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (docker.with("version").run().exit() != 0) {
            if (System.nanoTime() > end || endsWithin(Duration.ofMillis(200))) {
                throw new Unavailable("dockerd cannot be run here; it said: " + lastMessages());
            }
        }
    }

    private boolean endsWithin(Duration pause) {
        try {
            return process.waitFor(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while dockerd started", e);
        }
    }

    private String lastMessages() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join(" ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    Path folder() {
        return folder;
    }

    private Path log() {
        return folder.resolve("log");
    }
}
