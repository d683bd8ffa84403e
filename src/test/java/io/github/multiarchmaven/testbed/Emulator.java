package io.github.multiarchmaven.testbed;

import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs programs of an unpacked image, of this machine's architecture or, by QEMU's user-mode emulation, of another.
 *
 * <p>Neither root rights nor a registered binary format are needed: a static QEMU is put into the unpacked image and
 * started there. The first of these ways that the machine allows is taken:
 *
 * <ol>
 *   <li>{@link Way#NAMESPACE}: a user and a mount namespace (unshare(1)) with {@code /proc} and {@code /dev} bound in, then
 *       chroot. Ends with the process; nothing stays mounted. Works for root and for users.
 *   <li>{@link Way#CHROOT}: for root where namespaces are forbidden, as in most containers. There is no {@code /proc};
 *       QEMU stands in for {@code /proc/self}, by which a program finds its libraries, so it is used for every platform.
 *   <li>{@link Way#PREFIX}: {@code qemu -L}, which looks each path up in the image first, for every platform; for users
 *       where namespaces are forbidden. A process sees the machine's files as well; the unpacked image's absolute links
 *       are made relative, so that they do not lead there. QEMU 7 does not map faccessat(2), by which
 *       {@code Files.exists} asks on arm64.
 * </ol>
 *
 * <p>Not done: the image's user and working directory; and an emulated process cannot start programs of its own
 * architecture, for that takes a registered binary format.
 */
public final class Emulator {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String QEMU_IN_IMAGE = ".testbed-qemu";
    private static final Map<String, String> QEMU_NAMES = Map.of(
            "amd64", "x86_64",
            "arm64", "aarch64",
            "armv7", "arm",
            "armv6", "arm",
            "386", "i386",
            "ppc64le", "ppc64le",
            "riscv64", "riscv64",
            "s390x", "s390x");
    private static final String ENTER = "\"$1\" --rbind /proc \"$3/proc\" && \"$1\" --rbind /dev \"$3/dev\""
            + " && chroot=$2 && root=$3 && shift 3 && exec \"$chroot\" \"$root\" \"$@\"";

    private Emulator() {}

    /** How a program gets to see the unpacked image as its root. */
    enum Way {
        NAMESPACE,
        CHROOT,
        PREFIX
    }

    /** Why programs for the platform cannot be run here, as a sentence; empty when they can. */
    public static Optional<String> unavailableReason(Platform platform) {
        try {
            needsQemu(platform, way(), TestbedFolder.ofBuild());
            return Optional.empty();
        } catch (Unavailable e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Starts a program in an unpacked image.
     *
     * @param command the program, by absolute path or to be found on the {@code PATH} of {@code environment}, first
     * @param environment the whole of what the process gets
     * @return the program's own process: destroying it ends the program
     */
    public static Process start(Path rootfs, Platform platform, List<String> command, Map<String, String> environment)
            throws Unavailable {
        return start(way(), rootfs, platform, command, environment);
    }

    /** Starts the image's command with the image's environment. */
    public static Process start(ImageFilesystem image) throws Unavailable {
        return start(image.root(), image.platform(), image.command(), image.environment());
    }

    /**
     * Runs a program to its end, at most three minutes.
     *
     * @return its standard output
     * @throws IllegalStateException with what it said when it does not exit with 0
     */
    public static String run(Path rootfs, Platform platform, List<String> command, Map<String, String> environment)
            throws Unavailable {
        return run(way(), rootfs, platform, command, environment);
    }

    static String run(Way way, Path rootfs, Platform platform, List<String> command, Map<String, String> environment)
            throws Unavailable {
        Command.Result result = Command.Result.of(start(way, rootfs, platform, command, environment), LIMIT);
        if (result.exit() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " for " + platform + " exited with "
                    + result.exit() + ": " + result.errors() + result.output());
        }
        return result.output();
    }

    static Process start(Way way, Path rootfs, Platform platform, List<String> command, Map<String, String> environment)
            throws Unavailable {
        try {
            Path root = rootfs.toRealPath();
            Optional<Path> qemu = needsQemu(platform, way, TestbedFolder.ofBuild());
            String program = find(root, command.get(0), environment.getOrDefault("PATH", ""));
            List<String> all = new ArrayList<>();
            switch (way) {
                case NAMESPACE -> {
                    prepare(root);
                    all.addAll(List.of(tool("unshare"), "--user", "--map-root-user", "--mount", tool("sh"), "-c"));
                    all.addAll(List.of(ENTER, "sh", tool("mount"), tool("chroot"), root.toString()));
                    qemu.ifPresent(q -> all.add("/" + copyInto(root, q)));
                    all.add(program);
                }
                case CHROOT -> {
                    prepare(root);
                    all.addAll(List.of(tool("chroot"), root.toString()));
                    all.add("/" + copyInto(root, qemu.orElseThrow()));
                    all.add("/" + root.relativize(RootedPath.resolve(root, program)));
                }
                case PREFIX -> {
                    // QEMU looks up the path it is given in the image, and leaves following links to the kernel.
                    RootedPath.makeLinksRelative(root);
                    all.addAll(List.of(qemu.orElseThrow().toString(), "-L", root.toString()));
                    all.add(RootedPath.resolve(root, program).toString());
                }
                default -> throw new IllegalArgumentException(way.toString());
            }
            all.addAll(command.subList(1, command.size()));
            ProcessBuilder builder = new ProcessBuilder(all).directory(root.toFile());
            builder.environment().clear();
            builder.environment().putAll(new LinkedHashMap<>(environment));
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("Starting " + command + " for " + platform + ": " + e.getMessage(), e);
        }
    }

    /** The first way this machine allows. */
    static Way way() throws Unavailable {
        if (!DebianPackages.host().os().equals("linux")) {
            throw new Unavailable("Programs of Linux images can be run on Linux only.");
        }
        for (Way way : Way.values()) {
            if (allowed(way)) {
                return way;
            }
        }
        throw new IllegalStateException("The last way needs no rights");
    }

    /** Tries the calls a way is made of. */
    static boolean allowed(Way way) {
        return switch (way) {
            case NAMESPACE ->
                UnpackedPackages.find("unshare").isPresent()
                        && succeeds(
                                tool("unshare"),
                                "--user",
                                "--map-root-user",
                                "--mount",
                                tool("sh"),
                                "-c",
                                ENTER,
                                "sh",
                                tool("mount"),
                                tool("chroot"),
                                "/",
                                tool("true"));
            case CHROOT -> UnpackedPackages.find("chroot").isPresent() && succeeds(tool("chroot"), "/", tool("true"));
            case PREFIX -> true;
        };
    }

    private static boolean succeeds(String... command) {
        return Command.of(command).run().exit() == 0;
    }

    private static String tool(String name) {
        return UnpackedPackages.find(name).map(Path::toString).orElse(name);
    }

    private static Optional<Path> needsQemu(Platform platform, Way way, TestbedFolder testbed) throws Unavailable {
        if (way == Way.NAMESPACE && DebianPackages.host().satisfies(platform)) {
            return Optional.empty();
        }
        String name = QEMU_NAMES.get(platform.archTag());
        if (name == null || !platform.os().equals("linux")) {
            throw new Unavailable("There is no emulator for " + platform + ".");
        }
        return Optional.of(
                DebianPackages.ofHost(testbed).unpack("qemu-user-static").path("usr/bin/qemu-" + name + "-static"));
    }

    // What a container runtime provides and an image need not have.
    private static void prepare(Path root) throws IOException {
        for (String directory : List.of("proc", "dev", "etc")) {
            Files.createDirectories(RootedPath.resolve(root, directory));
        }
        Path hosts = RootedPath.resolve(root, "etc/hosts");
        if (!Files.exists(hosts)) {
            Files.writeString(hosts, "127.0.0.1 localhost\n::1 localhost\n");
        }
    }

    private static String copyInto(Path root, Path qemu) {
        String name = QEMU_IN_IMAGE + "-" + qemu.getFileName();
        Path copy = root.resolve(name);
        try {
            if (!Files.exists(copy)) {
                Path unfinished = Files.createTempFile(root, name, ".part");
                Files.copy(qemu, unfinished, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
            }
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String find(Path root, String program, String path) throws IOException {
        if (program.contains("/")) {
            return program.startsWith("/") ? program : "/" + program;
        }
        for (String directory : path.split(":")) {
            Path file = RootedPath.resolve(root, directory + "/" + program);
            if (!directory.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                return directory + "/" + program;
            }
        }
        throw new IOException("'" + program + "' is not on the image's PATH " + path);
    }
}
