package io.github.multiarchmaven.testbed;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Buildah of the machine's own release: its storage is a temporary folder of each build, and it sees neither the user's login nor the
 * machine's configuration. For root only; for Dockerfiles with {@code RUN} see {@link #emulating}.
 */
public final class Buildah {
    private final UnpackedPackages packages;

    private Buildah(UnpackedPackages packages) {
        this.packages = packages;
    }

    public static Buildah get() throws Unavailable {
        Privileges.need("buildah");
        return new Buildah(DebianPackages.ofHost(TestbedFolder.ofBuild()).unpack("buildah"));
    }

    /**
     * Builds the context's Dockerfile for all platforms and pushes them as one index (manifest list) over plain HTTP.
     *
     * @param reference without transport: {@code 127.0.0.1:5000/app:1}
     * @param docker Docker's media types (image manifest version 2, schema 2) instead of OCI's
     * @return the pushed index's digest
     * @throws IllegalStateException with what buildah said when it fails
     */
    public Digest buildAndPush(Path context, List<Platform> platforms, String reference, boolean docker) {
        try {
            Path home = Files.createTempDirectory("buildah");
            try {
                return buildAndPush(context, platforms, reference, docker, home);
            } finally {
                TestbedFolder.delete(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Building " + context + " with buildah: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a program {@code buildah} that also runs steps, of the other of amd64 and arm64 by emulation: its storage and all its
     * configuration are in the folder, and it isolates by chroot.
     *
     * @param folder is made; whoever makes it deletes it
     * @return the program's file
     */
    public static Path emulating(Path folder) throws Unavailable {
        Buildah buildah = get();
        try {
            Path home = Files.createDirectories(folder);
            Command command = buildah.command(home);
            // Where its own configuration is looked for, which /etc has none of here.
            Path user = Files.createDirectories(home.resolve(".config/containers"));
            Files.copy(home.resolve("policy.json"), user.resolve("policy.json"));
            // It starts itself again for each step, without the variable for libraries.
            Path script = EmulatingNamespace.script(home, null, buildah.packages);
            StringBuilder text = new StringBuilder("#!/bin/sh\nexec env");
            command.environment().forEach((name, value) -> {
                if (!name.equals("LD_LIBRARY_PATH") && !name.equals("CONTAINERS_REGISTRIES_CONF")) {
                    text.append(" '%s=%s'".formatted(name, value));
                }
            });
            text.append(" '").append(script).append('\'');
            command.arguments()
                    .forEach(argument -> text.append(" '").append(argument).append('\''));
            Path program = Files.writeString(
                    Files.createDirectories(home.resolve("bin")).resolve("buildah"), text.append(" \"$@\"\n"));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Digest buildAndPush(Path context, List<Platform> platforms, String reference, boolean docker, Path home)
            throws IOException {
        Command buildah = command(home);
        String policy = home.resolve("policy.json").toString();
        Path digest = home.resolve("digest");
        buildah.with("bud", "--signature-policy", policy, "--manifest", "built")
                .with("--format", docker ? "docker" : "oci")
                .with("--platform", platforms.stream().map(Platform::toString).collect(Collectors.joining(",")))
                .with(context.toString())
                .output();
        buildah.with("manifest", "push", "--all", "--tls-verify=false", "--signature-policy", policy)
                .with("--format", docker ? "v2s2" : "oci")
                .with("--digestfile", digest.toString(), "built", "docker://" + reference)
                .output();
        return Digest.parse(Files.readString(digest).strip());
    }

    /**
     * The whole environment of a process that finds this {@code buildah} on its {@code PATH}.
     *
     * @param home an empty folder that takes its storage and configuration; who made it deletes it
     */
    public Map<String, String> environment(Path home) throws IOException {
        Map<String, String> all = new HashMap<>(command(home).environment());
        all.put("PATH", packages.path("usr/bin") + ":" + System.getenv("PATH"));
        return all;
    }

    /** A command with the storage in that folder; for {@code bud} and {@code from} it takes what images there are. */
    public Command runnable(Path home, String... arguments) throws IOException {
        return command(home).with(arguments);
    }

    private Command command(Path home) throws IOException {
        Files.writeString(home.resolve("policy.json"), "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}\n");
        Files.writeString(home.resolve("registries.conf"), "");
        Files.writeString(
                home.resolve("storage.conf"),
                "[storage]\ndriver = \"vfs\"\ngraphroot = \"%s\"\nrunroot = \"%s\"\n"
                        .formatted(home.resolve("storage"), home.resolve("run")));
        Files.writeString(home.resolve("auth.json"), "{}\n");
        // Otherwise it makes that folder below /etc.
        Files.writeString(
                home.resolve("containers.conf"),
                "[network]\nnetwork_config_dir = \"%s\"\n".formatted(home.resolve("networks")));
        // Not with the packages' own loader: buildah starts /proc/self/exe, which would be the loader.
        return Command.of(packages.path("usr/bin/buildah").toString())
                .with("--storage-driver", "vfs")
                .with("--root", home.resolve("storage").toString())
                .with("--runroot", home.resolve("run").toString())
                .withEnvironment(Map.of(
                        "LD_LIBRARY_PATH",
                        packages.libraryPath(),
                        "BUILDAH_ISOLATION",
                        "chroot",
                        "HOME",
                        home.toString(),
                        "XDG_RUNTIME_DIR",
                        home.toString(),
                        "TMPDIR",
                        home.toString(),
                        "REGISTRY_AUTH_FILE",
                        home.resolve("auth.json").toString(),
                        "CONTAINERS_CONF",
                        home.resolve("containers.conf").toString(),
                        "CONTAINERS_STORAGE_CONF",
                        home.resolve("storage.conf").toString(),
                        "CONTAINERS_REGISTRIES_CONF",
                        home.resolve("registries.conf").toString()));
    }
}
