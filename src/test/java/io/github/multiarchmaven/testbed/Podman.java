package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/**
 * Podman of the machine's own release with a storage of its own, that is gone when it is closed; it sees neither the user's login nor
 * the machine's configuration. For root only.
 */
public final class Podman implements AutoCloseable {
    private final ControlGroups groups = ControlGroups.before("libpod_parent");
    private final Path podman;
    private final Path home;
    private final Map<String, String> environment;

    private Podman(Path podman, Path home, Map<String, String> environment) {
        this.podman = podman;
        this.home = home;
        this.environment = environment;
    }

    public static Podman open() throws Unavailable {
        Privileges.need("podman");
        UnpackedPackages packages =
                DebianPackages.ofHost(TestbedFolder.ofBuild()).unpack("podman", "runc");
        try {
            Path home = Files.createTempDirectory("podman");
            return new Podman(packages.path("usr/bin/podman"), home, configure(home, packages));
        } catch (IOException e) {
            throw new UncheckedIOException("Preparing podman: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> configure(Path home, UnpackedPackages packages) throws IOException {
        // For this file it has no variable.
        Path own = Files.createDirectories(home.resolve(".config/containers"));
        Files.writeString(own.resolve("policy.json"), "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}\n");
        Files.writeString(home.resolve("registries.conf"), "");
        Files.writeString(home.resolve("auth.json"), "{}\n");
        Files.writeString(
                home.resolve("storage.conf"),
                "[storage]\ndriver = \"vfs\"\ngraphroot = \"%1$s/storage\"\nrunroot = \"%1$s/run\"\n".formatted(home));
        // It starts it with an environment of its own.
        Path runc = home.resolve("runc");
        Files.writeString(
                runc,
                "#!/bin/sh\nLD_LIBRARY_PATH='%s' exec '%s' \"$@\"\n"
                        .formatted(packages.libraryPath(), packages.path("usr/sbin/runc")));
        Files.setPosixFilePermissions(runc, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                home.resolve("containers.conf"),
                """
                [containers]
                default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
                [engine]
                runtime = "runc"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                conmon_path = ["%2$s"]
                tmp_dir = "%1$s/tmp"
                static_dir = "%1$s/libpod"
                volume_path = "%1$s/volumes"
                [engine.runtimes]
                runc = ["%3$s"]
                [network]
                network_config_dir = "%1$s/networks"
                """
                        .formatted(home, packages.path("usr/bin/conmon"), runc));
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", packages.path("usr/bin") + ":" + System.getenv("PATH"));
        environment.put("LD_LIBRARY_PATH", packages.libraryPath());
        for (String folder : new String[] {"HOME", "XDG_RUNTIME_DIR", "TMPDIR"}) {
            environment.put(folder, home.toString());
        }
        environment.put("REGISTRY_AUTH_FILE", home.resolve("auth.json").toString());
        environment.put("CONTAINERS_CONF", home.resolve("containers.conf").toString());
        environment.put("CONTAINERS_STORAGE_CONF", home.resolve("storage.conf").toString());
        environment.put(
                "CONTAINERS_REGISTRIES_CONF", home.resolve("registries.conf").toString());
        return environment;
    }

    /** What a program needs to find this {@code podman} as it would find the machine's. */
    public Map<String, String> environment() {
        return environment;
    }

    public Command runnable(String... arguments) {
        return Command.of(podman.toString()).with(arguments).withEnvironment(environment);
    }

    @Override
    public void close() {
        try {
            TestbedFolder.delete(home);
            groups.removeNew();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
