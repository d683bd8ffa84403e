package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * rpm as Debian's next release has it, whose {@code rpm} writes SQLite and ndb databases and reads Berkeley DB's; run with its
 * own C library, from where it is unpacked. All it writes is in the given folder.
 */
public final class RealRpm {
    private final UnpackedPackages unpacked;
    private final Path work;

    private RealRpm(UnpackedPackages unpacked, Path work) {
        this.unpacked = unpacked;
        this.work = work;
    }

    public static RealRpm in(Path work) throws Unavailable {
        return new RealRpm(DebianPackages.ofHostNext(TestbedFolder.ofBuild()).unpack("rpm"), work);
    }

    /** The package files that a spec file makes, sorted; nothing is compressed or looked into. */
    public List<Path> build(String spec) throws IOException {
        Path file = Files.writeString(work.resolve("made.spec"), spec);
        Path top = work.resolve("top");
        command("rpmbuild", work.resolve("none"))
                .with("--quiet", "-bb")
                .with("--define", "_topdir " + top, "--define", "_tmppath " + work)
                .with("--define", "__os_install_post %{nil}", "--define", "debug_package %{nil}")
                .with("--define", "_binary_payload w0.gzdio", file.toString())
                .output();
        try (Stream<Path> made = Files.walk(top.resolve("RPMS"))) {
            return made.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Notes the packages as installed in a new database; no file of theirs is unpacked. */
    public void install(Path database, String backend, List<Path> packages) {
        command("rpm", database)
                .with("--define", "_db_backend " + backend)
                .with("-i", "--justdb", "--nodeps", "--noscripts")
                .with(packages.stream().map(Path::toString).toList())
                .output();
    }

    /** Removes them from the database. */
    public void erase(Path database, String backend, List<String> names) {
        command("rpm", database)
                .with("--define", "_db_backend " + backend)
                .with("-e", "--justdb", "--nodeps", "--noscripts")
                .with(names)
                .output();
    }

    /** Imports a key, which rpm notes as a package {@code gpg-pubkey}. @param key as GnuPG exports it, not armored */
    public void importKey(Path database, String backend, byte[] key) throws IOException {
        Path armored = work.resolve("key.asc");
        Files.writeString(
                armored,
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                        + "\n=" + checksum(key) + "\n-----END PGP PUBLIC KEY BLOCK-----\n");
        command("rpmkeys", database)
                .with("--define", "_db_backend " + backend, "--import", armored.toString())
                .output();
    }

    /** Every package, keys too, as {@code name [epoch:]version-release architecture}, sorted, each once. */
    public List<String> query(Path database, String backend) {
        String shape = "%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH}\\n";
        return new ArrayList<>(new TreeSet<>(command("rpm", database)
                .with("--define", "_db_backend " + backend, "-qa", "--qf", shape)
                .output()
                .lines()
                .toList()));
    }

    private Command command(String program, Path database) {
        return unpacked.command("usr/bin/" + program)
                .with("--dbpath", database.toString())
                .withEnvironment(Map.of(
                        "RPM_CONFIGDIR",
                        unpacked.path("usr/lib/rpm").toString(),
                        "HOME",
                        work.toString(),
                        "LC_ALL",
                        "C"));
    }

    // RFC 4880, 6.1
    private static String checksum(byte[] bytes) {
        int crc = 0xb704ce;
        for (byte b : bytes) {
            crc ^= (b & 0xff) << 16;
            for (int i = 0; i < 8; i++) {
                crc <<= 1;
                crc = (crc & 0x1000000) != 0 ? crc ^ 0x1864cfb : crc;
            }
        }
        return Base64.getEncoder().encodeToString(new byte[] {(byte) (crc >> 16), (byte) (crc >> 8), (byte) crc});
    }
}
