package io.github.multiarchmaven.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Programs with the names of engines that do what a test wants, for answers that a real engine gives seldom. */
final class FakeEngines {
    private final Path folder;

    FakeEngines(Path folder) {
        this.folder = folder;
    }

    /**
     * An engine for linux/arm64 that keeps the tar it reads in a file of its name.
     *
     * @param id what it says it has afterwards, with platform: {@code sha256:... linux/arm64}
     */
    FakeEngines taking(String name, String id) throws IOException {
        return with(
                name,
                """
                case $1 in
                version | info) echo linux/arm64 ;;
                load) /bin/cat > '%s' ;;
                image) echo %s ;;
                esac
                """
                        .formatted(tar(name), id));
    }

    FakeEngines with(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    Path tar(String name) {
        return folder.resolve(name + ".tar");
    }

    Map<String, String> environment() {
        return Map.of("PATH", folder.toString());
    }
}
