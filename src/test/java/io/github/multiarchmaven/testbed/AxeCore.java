package io.github.multiarchmaven.testbed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** axe-core, which judges whether a page can be used by all: from the npm registry, as the machine's npm is configured. */
public final class AxeCore {
    private static final String PACKAGE = "axe-core@4.10.3";
    private static final String SCRIPT = "package/axe.min.js";

    private AxeCore() {}

    /**
     * Its script, which defines {@code axe}.
     *
     * @throws Unavailable without npm, and when npm does not get it
     */
    public static String script() throws Unavailable {
        Path folder = TestbedFolder.ofBuild().entry("axe-core", PACKAGE, AxeCore::fetch);
        try {
            return Files.readString(folder.resolve("axe.js"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fetch(Path folder) throws IOException, Unavailable {
        Path npm = UnpackedPackages.find("npm")
                .orElseThrow(() -> new Unavailable("axe-core is an npm package, and this machine has no npm."));
        Command.Result packed = Command.of(npm.toString(), "pack", "--silent", PACKAGE)
                .in(folder)
                .run();
        if (packed.exit() != 0) {
            throw new Unavailable(
                    "npm does not get " + PACKAGE + ": " + packed.errors().strip());
        }
        Path archive = folder.resolve(packed.output().strip());
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(SCRIPT)) {
                    Files.copy(tar, folder.resolve("axe.js"));
                    return;
                }
            }
        }
        throw new IOException(PACKAGE + " has no " + SCRIPT);
    }
}
