package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPackagesIT {
    @TempDir
    Path temporary;

    @Test
    void fetchesForAnotherArchitectureOnceAndWithDependencies() throws Exception {
        DebianPackages packages = Unavailable.orSkip(
                () -> DebianPackages.of(new TestbedFolder(temporary), Platform.parse("linux/arm/v7")));
        List<Path> files = Unavailable.orSkip(() -> packages.fetch("zlib1g"));
        List<String> names = files.stream()
                .map(file -> file.getFileName().toString().replaceFirst("_.*_", " "))
                .toList();

        assertTrue(names.containsAll(List.of("libc6 armhf.deb", "zlib1g armhf.deb")), names::toString);
        UnpackedPackages unpacked = packages.unpack("zlib1g");
        // Debian 13 moved it.
        assertTrue(Stream.of("lib", "usr/lib")
                .map(parent -> unpacked.path(parent + "/arm-linux-gnueabihf/libz.so.1"))
                .anyMatch(Files::exists));
        // Without any source left it can only come from what is here already.
        TestbedFolder.delete(temporary.resolve("apt-armhf/lists"));
        assertEquals(files, packages.fetch("zlib1g"));
    }

    @Test
    void tellsWhichPackagesThereAre() {
        DebianPackages packages = Unavailable.orSkip(() -> DebianPackages.ofHost(TestbedFolder.ofBuild()));
        Unavailable.orSkip(() -> packages.fetch("docker-registry"));

        List<String> found =
                Unavailable.orSkip(() -> packages.available("no-such-package-at-all", "zlib1g", "base-files"));

        assertEquals(List.of("zlib1g", "base-files"), found);
        Unavailable e = assertThrows(Unavailable.class, () -> packages.available("no-such-package-at-all"));
        assertTrue(e.getMessage().contains("no-such-package-at-all for " + packages.architecture()), e::getMessage);
    }

    @Test
    void saysWhichPackageCannotBeHad() throws Exception {
        DebianPackages packages = Unavailable.orSkip(() -> DebianPackages.ofHost(TestbedFolder.ofBuild()));
        Unavailable.orSkip(() -> packages.fetch("docker-registry"));

        Unavailable e = assertThrows(Unavailable.class, () -> packages.fetch("no-such-package-at-all"));

        assertTrue(e.getMessage().contains("no-such-package-at-all for " + packages.architecture()), e::getMessage);
        assertTrue(e.getMessage().contains("Unable to locate package"), e::getMessage);
    }

    @Test
    void anEntryIsMadeOnceByManyThreadsAndAgainAfterAnInterruption() throws Exception {
        TestbedFolder testbed = new TestbedFolder(temporary);
        List<String> made = new ArrayList<>();
        assertThrows(
                Unavailable.class,
                () -> testbed.entry("part", "1", folder -> {
                    Files.writeString(folder.resolve("half"), "");
                    throw new Unavailable("The network is gone.");
                }));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> entries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                entries.add(threads.submit(() -> testbed.entry("part", "1", folder -> {
                    assertEquals(0, folder.toFile().list().length);
                    made.add("1");
                })));
            }
            for (Future<Path> entry : entries) {
                assertEquals(temporary.resolve("part"), entry.get());
            }
        } finally {
            threads.shutdownNow();
        }
        testbed.entry("part", "2", folder -> made.add("2"));
        assertEquals(List.of("1", "2"), made);
    }

    @Test
    void thirdPartySourcesAreLeftOut() {
        String debian = "Types: deb\nURIs: http://mirror.example.com/debian\nSuites: bookworm\n";
        String other = "Types: deb\nURIs: https://deb.example.com/node_20.x\nSuites: nodistro\n";
        assertEquals(debian, AptSources.stanzas("# " + "/debian\n" + other + "\n" + debian));
    }

    @Test
    void anotherReleaseComesFromTheSameSources() {
        String own = "Types: deb\nURIs: http://mirror.example.com/debian\nSuites: bookworm bookworm-updates\n"
                + "Components: main contrib\nSigned-By: /some/key\n";
        String security = "Types: deb\nURIs: http://mirror.example.com/debian-security\nSuites: bookworm-security\n";
        String other = "Types: deb\nURIs: http://mirror.example.com/debian\nSuites: trixie\n"
                + "Components: main\nSigned-By: /some/key\n";

        assertEquals(other, AptSources.stanzasOf("trixie", own + "\n" + security));
        // What the machine already takes of that release stays.
        assertEquals(
                own.replace(" contrib", "") + "\n" + security, AptSources.stanzasOf("bookworm", own + "\n" + security));
        assertEquals(
                "deb [arch=amd64 signed-by=/k] http://mirror.example.com/debian trixie main\n",
                AptSources.linesOf(
                        "trixie",
                        """
                        deb [arch=amd64 signed-by=/k] http://mirror.example.com/debian bookworm main contrib
                        deb http://mirror.example.com/debian bookworm-updates main
                        deb http://mirror.example.com/debian-security bookworm-security main
                        """));
    }

    @Test
    void fetchesOfAnotherReleaseTheNamedPackageAlone() throws Exception {
        DebianPackages packages = Unavailable.orSkip(() -> DebianPackages.ofHostNext(new TestbedFolder(temporary)));

        UnpackedPackages unpacked = Unavailable.orSkip(() -> packages.unpackOnly("oras"));

        assertTrue(Files.isExecutable(unpacked.path("usr/bin/oras")));
        try (Stream<Path> files =
                Files.list(temporary.resolve("apt-" + packages.architecture() + "-trixie/archives"))) {
            assertEquals(
                    List.of("oras"),
                    files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString().replaceFirst("_.*", ""))
                            .toList());
        }
        TestbedFolder.delete(temporary.resolve("apt-" + packages.architecture() + "-trixie/lists"));
        assertEquals(unpacked, packages.unpackOnly("oras"));
    }
}
