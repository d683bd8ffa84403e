package io.github.multiarchmaven.testbed;

import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Runs programs under a binfmt_misc of their own, in a user and a mount namespace: handlers that are registered there are seen and
 * used there only, and end with the last process. Kernels since 6.7 have that; whatever the machine itself has registered does not
 * count within.
 */
public final class BinfmtNamespace {
    private static final String FOLDER = "/proc/sys/fs/binfmt_misc";
    private static final String MOUNT = "mount -t binfmt_misc binfmt_misc " + FOLDER + " && ";
    private static final String THEN = "exec \"$@\"";

    private BinfmtNamespace() {}

    /** @throws Unavailable with the reason where it cannot be done */
    public static BinfmtNamespace get() throws Unavailable {
        if (!Files.exists(Path.of("/proc/self/ns/user"))
                || UnpackedPackages.find("unshare").isEmpty()) {
            throw new Unavailable("A binfmt_misc of one's own needs Linux with unshare.");
        }
        BinfmtNamespace namespace = new BinfmtNamespace();
        Command.Result result = namespace
                .shell(MOUNT, "sh", "-c", "test ! -e " + FOLDER + "/qemu* ; echo 1 > " + FOLDER + "/status")
                .run();
        if (result.exit() != 0) {
            throw new Unavailable(
                    "A binfmt_misc of one's own cannot be mounted here (the kernel has to be 6.7 or newer): "
                            + result.errors().strip());
        }
        return namespace;
    }

    private Command shell(String before, String... then) {
        String unshare = UnpackedPackages.find("unshare").orElseThrow().toString();
        return Command.of(unshare, "--user", "--map-root-user", "--mount", "sh", "-c", before + THEN, "sh")
                .with(then);
    }

    /** Without the mount, and without handlers. */
    public Command unmounted() {
        // The namespace keeps its own, empty set of handlers. A mount of the machine's is covered.
        return shell(MOUNT + "umount " + FOLDER + " && mount -t tmpfs none " + FOLDER + " && ");
    }

    /** With handlers, each a line as the kernel's {@code register} takes it, see {@link #handler}. */
    public Command mounted(String... handlers) {
        return mountedAnd("", handlers);
    }

    /** With handlers, and a command of the shell that changes them; it runs within the folder. */
    public Command mountedAnd(String change, String... handlers) {
        StringBuilder script = new StringBuilder(MOUNT);
        for (String handler : handlers) {
            script.append("printf %s '")
                    .append(handler)
                    .append("' > ")
                    .append(FOLDER)
                    .append("/register && ");
        }
        if (!change.isEmpty()) {
            script.append("( cd ").append(FOLDER).append(" && ").append(change).append(" ) && ");
        }
        return shell(script.toString());
    }

    /**
     * A line for {@code register}, as Debian's qemu-user-static has it.
     *
     * @param platform amd64 or arm64
     */
    public static String handler(Platform platform, Path interpreter, String flags) {
        String machine = platform.architecture().equals("amd64") ? "\\x3e" : "\\xb7";
        return ":testbed:M::\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00" + machine
                + "\\x00:\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:"
                + interpreter + ":" + flags;
    }

    /** QEMU for a platform, from Debian's packages. */
    public static Path emulator(Platform platform) throws Unavailable {
        String name = platform.architecture().equals("amd64") ? "x86_64" : "aarch64";
        return DebianPackages.ofHost(TestbedFolder.ofBuild())
                .unpack("qemu-user-static")
                .path("usr/bin/qemu-" + name + "-static");
    }

    /** A program that runs and is no emulator. */
    public static Path noEmulator(Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("no-emulator"), "#!/bin/sh\nexit 7\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    /** The command that runs a class of the tests in this namespace. */
    public static List<String> java(Class<?> main, String... arguments) {
        return Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .with(arguments)
                .arguments();
    }
}
