package io.github.multiarchmaven.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** dpkg's and apk's texts; apk's are written as its specification apk-v2(5) has them, as no apk is to be had for tests. */
class ParagraphReaderTest {
    @ParameterizedTest
    @CsvSource({
        "var/lib/dpkg/status, DPKG",
        "var/lib/dpkg/status.d/libc6, DPKG",
        "lib/apk/db/installed, APK",
        "usr/lib/apk/db/installed, APK",
        "var/lib/rpm/rpmdb.sqlite, RPM",
        "usr/lib/sysimage/rpm/Packages.db, RPM",
        "usr/share/rpm/Packages, RPM"
    })
    void knowsDatabasesByTheirPaths(String path, PackageFormat format) {
        assertEquals(Optional.of(format), PackageDatabases.formatOf(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/lib/dpkg/status",
                "var/lib/dpkg/status-old",
                "var/lib/dpkg/status.d/libc6.md5sums",
                "var/lib/dpkg/status.d/a/b",
                "var/lib/rpm/rpmdb.sqlite-wal",
                "var/lib/rpm/Index.db",
                "opt/var/lib/rpm/Packages"
            })
    void passesOverOtherFiles(String path) {
        assertEquals(Optional.empty(), PackageDatabases.formatOf(path));
    }

    @Test
    void dpkgHasOnlyWhatIsInstalled() throws IOException {
        String status =
                """
                Package: zlib1g
                Status: install ok installed
                Architecture: amd64
                Version: 1:1.2.13.dfsg-1
                Description: compression library
                 Version: not this one
                 .
                 runtime

                Package: removed
                Status: deinstall ok config-files
                Architecture: amd64
                Version: 1

                package: held
                STATUS: hold ok installed
                architecture: all
                version: 2

                Package: waits
                Status: install ok triggers-awaited
                Architecture: amd64
                Version: 3

                Package: half
                Status: install reinstreq half-installed
                Architecture: amd64
                """;

        assertEquals(
                List.of(
                        new InstalledPackage("held", "2", "all"),
                        new InstalledPackage("waits", "3", "amd64"),
                        new InstalledPackage("zlib1g", "1:1.2.13.dfsg-1", "amd64")),
                read("var/lib/dpkg/status", status));
    }

    @Test
    void samePackageOfTwoArchitecturesIsThereTwice() throws IOException {
        String paragraph = "Package: libc6\nStatus: install ok installed\nVersion: 2.36\nArchitecture: ";

        assertEquals(
                List.of(new InstalledPackage("libc6", "2.36", "amd64"), new InstalledPackage("libc6", "2.36", "i386")),
                read("var/lib/dpkg/status", paragraph + "i386\n\n" + paragraph + "amd64\n"));
    }

    @Test
    void filesOfDistrolessImagesNeedNoStatus() throws IOException {
        String control = "Package: base-files\nVersion: 12.4+deb12u5\nArchitecture: arm64\nDescription: x\n y";

        assertEquals(
                List.of(new InstalledPackage("base-files", "12.4+deb12u5", "arm64")),
                read("var/lib/dpkg/status.d/base", control));
        assertEquals(List.of(), read("var/lib/dpkg/status", control), "dpkg takes such a package for not installed");
    }

    @Test
    void apkHasNamesVersionsAndArchitectures() throws IOException {
        String installed =
                """
                C:Q1PzVQOKZr+Zb1OyE8Ps9ZUm8A6Js=
                P:musl
                V:1.2.4-r2
                A:aarch64
                S:383304
                p:so:libc.musl-aarch64.so.1=1
                F:lib
                R:ld-musl-aarch64.so.1
                a:0:0:755
                Z:Q1w3kWjB7oLtCHHGu9tNoEFfBhUWE=

                P:tzdata
                V:2023c-r1
                A:noarch
                """;

        assertEquals(
                List.of(
                        new InstalledPackage("musl", "1.2.4-r2", "aarch64"),
                        new InstalledPackage("tzdata", "2023c-r1", "noarch")),
                read("lib/apk/db/installed", installed));
    }

    @Test
    void emptyTextsHaveNoPackages() throws IOException {
        assertEquals(List.of(), read("var/lib/dpkg/status", ""));
        assertEquals(List.of(), read("lib/apk/db/installed", "\n\n"));
    }

    @Test
    void aLineOfManyMegabytesIsNotHeld() throws IOException {
        String text = "P:a\nD:" + "so:x ".repeat(4_000_000) + "\nV:1\nA:x86\n";

        assertEquals(List.of(new InstalledPackage("a", "1", "x86")), read("lib/apk/db/installed", text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "var/lib/dpkg/status | Package: a~Status: install ok installed | package a has no version",
                "var/lib/dpkg/status | Version: 1~Status: install ok installed | has no name",
                "var/lib/dpkg/status | ELF | not of the form 'Field: value'",
                "lib/apk/db/installed | P:a~broken | not of the form 'X:value'",
                "lib/apk/db/installed | V:1~A:x86 | has no name",
                "var/lib/rpm/rpmdb.sqlite | no database | does not begin as SQLite databases do",
                "var/lib/rpm/Packages.db | no database | does not begin as rpm's ndb databases do",
                "var/lib/rpm/Packages | no database | too short for a Berkeley DB file"
            })
    void damageIsASentenceWithThePathAndWhatToDo(String path, String text, String damage) {
        CorruptContentException e =
                assertThrows(CorruptContentException.class, () -> read(path, text.replace('~', '\n')));

        assertTrue(e.getMessage().contains("'" + path + "'"), e::getMessage);
        assertTrue(e.getMessage().contains(damage), e::getMessage);
        assertTrue(e.getMessage().contains("Build the image anew"), e::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"var/lib/dpkg/status", "var/lib/rpm/rpmdb.sqlite"})
    void tooLargeFilesAreRefusedBeforeTheyAreRead(String path) {
        CorruptContentException e = assertThrows(
                CorruptContentException.class,
                () -> PackageDatabases.read(path, InputStream.nullInputStream(), 1L << 40));

        assertTrue(e.getMessage().contains("are read. Build"), e::getMessage);
    }

    @Test
    void aStreamThatDoesNotEndIsReadToTheLimitOnly() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return length;
            }
        };

        CorruptContentException e = assertThrows(
                CorruptContentException.class, () -> PackageDatabases.read("var/lib/dpkg/status", endless, -1));

        assertTrue(e.getMessage().contains("larger than 536.9 MB"), e::getMessage);
    }

    @Test
    void aTruncatedStreamIsADamage() {
        byte[] text = "P:a\nV:1\nA:x86\n".getBytes(StandardCharsets.UTF_8);

        assertThrows(
                CorruptContentException.class,
                () -> PackageDatabases.read("lib/apk/db/installed", new ByteArrayInputStream(text, 0, 8), text.length));
    }

    private static List<InstalledPackage> read(String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return PackageDatabases.read(path, new ByteArrayInputStream(bytes), bytes.length);
    }
}
