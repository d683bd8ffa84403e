package io.github.multiarchmaven.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiarchmaven.image.CorruptContentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that are texts; those of rpm are read in {@code PackageDatabasesIT}. */
class PackageDatabasesTest {
    private static List<String> read(String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return PackageDatabases.read(path, new ByteArrayInputStream(bytes), bytes.length).stream()
                .map(p -> p.name() + " " + p.version() + " " + p.architecture())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "var/lib/dpkg/status, DPKG",
        "var/lib/dpkg/status.d/base, DPKG",
        "lib/apk/db/installed, APK",
        "usr/lib/apk/db/installed, APK",
        "var/lib/rpm/rpmdb.sqlite, RPM",
        "usr/lib/sysimage/rpm/Packages.db, RPM",
        "var/lib/rpm/Packages, RPM"
    })
    void areKnownByTheirPaths(String path, PackageFormat format) {
        assertEquals(Optional.of(format), PackageDatabases.formatOf(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"var/lib/dpkg/status-old", "var/lib/dpkg/status.d/base.md5sums", "etc/passwd", "Packages"})
    void otherFilesAreNone(String path) {
        assertEquals(Optional.empty(), PackageDatabases.formatOf(path));
    }

    @Test
    void ofDpkgOnlyInstalledPackagesCount() throws IOException {
        String status =
                """
                Package: libc6
                Status: install ok installed
                Architecture: arm64
                Multi-Arch: same
                Version: 2.36-9+deb12u4
                Description: C library
                 Package: not-one
                 more text

                Package: gone
                Status: deinstall ok config-files
                Architecture: arm64
                Version: 1.0

                Package: base-files
                Status: hold ok installed
                Architecture: arm64
                Version: 12.4
                """;
        assertEquals(
                List.of("base-files 12.4 arm64", "libc6 2.36-9+deb12u4 arm64"), read("var/lib/dpkg/status", status));
    }

    @Test
    void distrolessFilesHaveNoStatus() throws IOException {
        assertEquals(
                List.of("tzdata 2024a all"),
                read("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024a\nArchitecture: all\n"));
    }

    @Test
    void apkIsReadByItsLetters() throws IOException {
        assertEquals(
                List.of("busybox 1.36.1-r5 aarch64", "musl 1.2.4-r2 aarch64"),
                read(
                        "lib/apk/db/installed",
                        "C:Q1abc=\nP:musl\nV:1.2.4-r2\nA:aarch64\nF:lib\nR:ld-musl\n\nP:busybox\nV:1.36.1-r5\nA:aarch64\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"var/lib/rpm/rpmdb.sqlite", "var/lib/rpm/Packages.db", "var/lib/rpm/Packages"})
    void noiseIsNoDatabaseOfRpm(String path) {
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        assertThrows(
                CorruptContentException.class,
                () -> PackageDatabases.read(path, new ByteArrayInputStream(noise), noise.length));
    }
}
