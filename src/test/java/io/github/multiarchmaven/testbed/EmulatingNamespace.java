package io.github.multiarchmaven.testbed;

import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A user and a mount namespace in which programs of the other of amd64 and arm64 run by themselves: binfmt_misc is mounted in it, which
 * Linux keeps apart for each user namespace since 6.7, with QEMU registered by the flag F. The machine's own handlers are neither seen nor
 * changed. Users and groups are the machine's. For root only.
 */
final class EmulatingNamespace {
    private EmulatingNamespace() {}

    /**
     * Writes a script that runs its arguments in such a namespace, in the place of its own process.
     *
     * @param folder takes the script
     * @param etc laid over {@code /etc}; null for nothing
     * @param libraries laid over the folders of libraries; null for nothing
     * @param more flags of unshare(1)
     * @return the script's file
     */
    static Path script(Path folder, Path etc, UnpackedPackages libraries, String... more) throws Unavailable {
        Privileges.need("binfmt_misc");
        Platform other =
                DebianPackages.host().architecture().equals("amd64") ? Platform.linuxArm64() : Platform.linuxAmd64();
        String handler = BinfmtNamespace.handler(other, BinfmtNamespace.emulator(other), "OCF");
        List<String> inside = new ArrayList<>();
        inside.add("mount -t binfmt_misc none /proc/sys/fs/binfmt_misc");
        inside.add("printf '%s' '" + handler + "' > /proc/sys/fs/binfmt_misc/register");
        if (etc != null) {
            inside.add(overlay(etc, "/etc"));
        }
        if (libraries != null) {
            for (String lib : libraries.libraryPath().split(":")) {
                Path place = Path.of("/").resolve(libraries.folder().relativize(Path.of(lib)));
                inside.add(overlay(Path.of(lib), place.toString()));
            }
        }
        inside.add("exec \"$@\"");
        try {
            Path mounting = folder.resolve("inside.sh");
            Files.writeString(mounting, String.join(" && ", inside) + "\n");
            Path script = folder.resolve("enter.sh");
            Files.writeString(
                    script,
                    """
                    #!/bin/sh
                    # Writes the maps of users and groups from outside, when this process has become unshare.
                    (
                      mine=$(readlink /proc/self/ns/user)
                      while [ "$(readlink /proc/$$/ns/user)" = "$mine" ]; do sleep 0.02; done
                      echo '0 0 65536' > /proc/$$/gid_map && echo '0 0 65536' > /proc/$$/uid_map
                    ) < /dev/null > /dev/null 2>&1 &
                    exec unshare --user --mount %s sh -c \\
                      'until grep -q . /proc/self/uid_map; do sleep 0.02; done; exec sh "$@"' sh '%s' "$@"
                    """
                            .formatted(String.join(" ", more), mounting));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            Command.Result trial = Command.of(script.toString(), "true").run();
            if (trial.exit() != 0) {
                throw new Unavailable("binfmt_misc cannot be mounted in a user namespace here, which takes Linux 6.7: "
                        + trial.errors().strip());
            }
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String overlay(Path upper, String place) {
        return "mount -t overlay overlay -o lowerdir='" + upper + ":" + place + "' " + place;
    }
}
