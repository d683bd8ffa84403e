package io.github.multiarchmaven.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.DebianPackages;
import io.github.multiarchmaven.testbed.RealRpm;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.testbed.UnpackedPackages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Databases that rpm, SQLite and Berkeley DB wrote, with rpm's own query as the witness. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageDatabasesIT {
    private static final int TINY = 250;

    private Path work;
    private RealRpm rpm;
    private List<Path> packages;

    @BeforeAll
    void buildPackages(@TempDir Path folder) throws IOException {
        work = folder;
        rpm = Unavailable.orSkip(() -> RealRpm.in(work));
        packages = rpm.build(spec());
        assertEquals(TINY + 1, packages.size());
    }

    @Test
    void sqliteSaysWhatRpmSays() throws IOException {
        Path database = work.resolve("sqlite");
        rpm.install(database, "sqlite", packages);

        List<String> expected = rpm.query(database, "sqlite");

        assertEquals(TINY + 1, expected.size());
        assertEquals(expected, read("var/lib/rpm/rpmdb.sqlite", database.resolve("rpmdb.sqlite")));
    }

    @Test
    void ndbSaysWhatRpmSaysAlsoAfterRemovals() throws IOException {
        Path database = work.resolve("ndb");
        rpm.install(database, "ndb", packages);
        rpm.erase(database, "ndb", List.of("tiny-007", "tiny-100", "tiny-249"));

        List<String> expected = rpm.query(database, "ndb");

        assertEquals(TINY - 2, expected.size());
        assertEquals(expected, read("usr/lib/sysimage/rpm/Packages.db", database.resolve("Packages.db")));
    }

    @Test
    void keysAreNoPackages() throws IOException {
        UnpackedPackages keyring = Unavailable.orSkip(
                () -> DebianPackages.ofHost(TestbedFolder.ofBuild()).unpackOnly("debian-archive-keyring"));
        Path key;
        try (Stream<Path> keys = Files.list(keyring.path("usr/share/keyrings"))) {
            key = keys.filter(file -> file.getFileName().toString().matches(".*-stable\\.[gp]+"))
                    .sorted()
                    .toList()
                    .get(0);
        }
        Path database = work.resolve("keys");
        rpm.install(database, "sqlite", packages.subList(0, 2));
        rpm.importKey(database, "sqlite", Files.readAllBytes(key));

        List<String> all = rpm.query(database, "sqlite");
        List<String> found = read("usr/share/rpm/rpmdb.sqlite", database.resolve("rpmdb.sqlite"));

        assertEquals(3, all.size());
        assertEquals(all.stream().filter(p -> !p.startsWith("gpg-pubkey ")).toList(), found);
        assertEquals(2, found.size());
    }

    @Test
    void sqliteIsReadWithAllPageSizesEncodingsAndReservedBytes() throws IOException {
        Path database = work.resolve("shapes");
        rpm.install(database, "sqlite", packages);
        List<String> expected = rpm.query(database, "sqlite");
        Path dump = work.resolve("dump.sql");
        sqlite(database.resolve("rpmdb.sqlite"), ".output " + dump, ".dump Packages");
        for (String shape : List.of("512 UTF-8 0", "1024 UTF-16be 32", "4096 UTF-16le 12", "65536 UTF-8 0")) {
            String[] parts = shape.split(" ");
            Path made = work.resolve("shape-" + parts[0]);

            sqlite(
                    made,
                    "PRAGMA page_size=" + parts[0],
                    "PRAGMA encoding='" + parts[1] + "'",
                    ".filectrl reserve_bytes " + parts[2],
                    ".read " + dump,
                    // Eight times each: so that interior pages have interior pages below, where pages are small.
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<7)"
                            + " INSERT INTO Packages(blob) SELECT blob FROM Packages, n",
                    "VACUUM");

            byte[] header = Arrays.copyOf(Files.readAllBytes(made), 100);
            assertEquals(Integer.parseInt(parts[2]), header[20], shape);
            assertEquals(Integer.parseInt(parts[0]) % 65535, (header[16] & 0xff) << 8 | header[17], shape);
            assertEquals(List.of("", "UTF-8", "UTF-16le", "UTF-16be").indexOf(parts[1]), header[59], shape);
            List<String> found = read("var/lib/rpm/rpmdb.sqlite", made);
            assertEquals(8 * (TINY + 1), found.size(), shape);
            assertEquals(expected, found.stream().distinct().toList(), shape);
        }
    }

    /** Berkeley DB's own loader writes the files, as no rpm that is to be had does; rpm's reader for old databases is the witness. */
    @Test
    void berkeleyDbSaysWhatRpmSays() throws IOException {
        Path source = work.resolve("headers");
        rpm.install(source, "sqlite", packages);
        List<String> expected = rpm.query(source, "sqlite");
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            // With the largest pages most headers lie within hash pages, with the smallest all in overflow pages.
            for (int pageSize : new int[] {512, 4096, 65536}) {
                String shape = order + " " + pageSize;
                Path database = Files.createDirectories(work.resolve("bdb-" + order + pageSize));
                Path file = database.resolve("Packages");
                load(file, headers(source), order, pageSize);

                assertEquals(expected, rpm.query(database, "bdb_ro"), shape);
                assertEquals(expected, read("var/lib/rpm/Packages", file), shape);
            }
        }
    }

    @Test
    void damagedDatabasesGiveASentenceOrAListAndNothingElse() throws IOException {
        Path source = work.resolve("sound");
        rpm.install(source, "sqlite", packages);
        rpm.install(work.resolve("sound-ndb"), "ndb", packages);
        Path berkeley = Files.createDirectories(work.resolve("sound-bdb")).resolve("Packages");
        load(berkeley, headers(source), ByteOrder.LITTLE_ENDIAN, 4096);
        Map<String, Path> sound = Map.of(
                "var/lib/rpm/rpmdb.sqlite", source.resolve("rpmdb.sqlite"),
                "var/lib/rpm/Packages.db", work.resolve("sound-ndb/Packages.db"),
                "var/lib/rpm/Packages", berkeley);
        for (Map.Entry<String, Path> database : sound.entrySet()) {
            byte[] bytes = Files.readAllBytes(database.getValue());
            Random random = new Random(42);
            int refused = 0;
            for (int round = 0; round < 400; round++) {
                byte[] damaged = round % 20 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
                for (int flips = random.nextInt(64); flips >= 0 && damaged.length > 0; flips--) {
                    // Every other round where pages begin: there are the numbers that lead a reader astray.
                    int any = random.nextInt(damaged.length);
                    int at =
                            round % 2 == 0 ? any : Math.min(any / 4096 * 4096 + random.nextInt(40), damaged.length - 1);
                    damaged[at] = (byte) random.nextInt(256);
                }
                try {
                    List<InstalledPackage> found =
                            PackageDatabases.read(database.getKey(), new ByteArrayInputStream(damaged), damaged.length);
                    assertTrue(found.size() <= TINY + 1, () -> database.getKey() + ": " + found.size());
                } catch (CorruptContentException e) {
                    assertTrue(e.getMessage().contains("'" + database.getKey() + "'"), e::getMessage);
                    refused++;
                }
            }
            assertTrue(refused > 100 && refused < 400, database.getKey() + ": " + refused);
        }
    }

    @Test
    void pagesThatLeadInCirclesAreRefused() throws IOException {
        Path source = work.resolve("straight");
        rpm.install(source, "sqlite", packages);
        byte[] sqlite = Files.readAllBytes(source.resolve("rpmdb.sqlite"));
        int interior = 0;
        while (sqlite[interior] != 5 || interior == 0) {
            interior += 4096;
        }
        Path berkeley = Files.createDirectories(work.resolve("straight-bdb")).resolve("Packages");
        load(berkeley, headers(source), ByteOrder.LITTLE_ENDIAN, 4096);
        byte[] circle = Files.readAllBytes(berkeley);
        for (int page = 0; page < circle.length; page += 4096) {
            if (circle[page + 25] == 7) {
                ByteBuffer.wrap(circle).order(ByteOrder.LITTLE_ENDIAN).putInt(page + 16, page / 4096);
            }
        }
        Path ndb = work.resolve("straight-ndb");
        rpm.install(ndb, "ndb", packages);
        byte[] slots = Files.readAllBytes(ndb.resolve("Packages.db"));
        ByteBuffer huge = ByteBuffer.wrap(slots).order(ByteOrder.LITTLE_ENDIAN);
        int largest = 32;
        for (int slot = 32; slot < 4096; slot += 16) {
            largest = huge.getInt(slot + 12) > huge.getInt(largest + 12) ? slot : largest;
        }
        byte[] slot = Arrays.copyOfRange(slots, largest, largest + 16);
        for (int at = 32; at < 4096; at += 16) {
            System.arraycopy(slot, 0, slots, at, 16);
        }
        ByteBuffer.wrap(sqlite).putInt(interior + 8, interior / 4096 + 1);

        assertRefused("var/lib/rpm/rpmdb.sqlite", sqlite, "is referred to twice");
        assertRefused("var/lib/rpm/Packages", circle, "overflow page|is referred to twice");
        assertRefused("var/lib/rpm/Packages.db", slots, "several slots refer to the same blocks");
    }

    @Test
    void theMachinesOwnDpkgSaysTheSame() throws IOException {
        Path status = Path.of("/var/lib/dpkg/status");
        Assumptions.assumeTrue(Files.exists(status), "This machine has no dpkg.");
        List<String> expected = Command.of(
                        "dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version} ${Architecture}\\n")
                .output()
                .lines()
                .filter(line -> line.startsWith("installed "))
                .map(line -> line.substring("installed ".length()))
                .sorted()
                .toList();

        assertTrue(expected.size() > 50);
        assertEquals(expected, read("var/lib/dpkg/status", status));
    }

    private static void assertRefused(String path, byte[] bytes, String pattern) {
        CorruptContentException e = assertThrows(
                CorruptContentException.class,
                () -> PackageDatabases.read(path, new ByteArrayInputStream(bytes), bytes.length));
        assertTrue(e.getMessage().matches(".*(" + pattern + ").*"), e::getMessage);
    }

    private void load(Path file, List<byte[]> headers, ByteOrder order, int pageSize) throws IOException {
        UnpackedPackages tools = Unavailable.orSkip(
                () -> DebianPackages.ofHost(TestbedFolder.ofBuild()).unpack("db5.3-util"));
        Path dump = Files.writeString(
                work.resolve(file.getParent().getFileName() + ".dump"), dump(headers, order, pageSize));
        tools.command("usr/bin/db5.3_load")
                .with("-f", dump.toString(), file.toString())
                .output();
    }

    private static List<byte[]> headers(Path database) throws IOException {
        DatabaseFile file = DatabaseFile.rpm("rpmdb.sqlite");
        List<byte[]> headers = new ArrayList<>();
        try (InputStream in = Files.newInputStream(database.resolve("rpmdb.sqlite"))) {
            new SqliteDatabase(file, DatabaseBytes.read(file, in)).blobs(headers::add);
        }
        return headers;
    }

    // As rpm had it: numbers in the machine's byte order are the keys, and 0 that of the highest number.
    private static String dump(List<byte[]> headers, ByteOrder order, int pageSize) {
        HexFormat hex = HexFormat.of();
        StringBuilder dump = new StringBuilder("VERSION=3\nformat=bytevalue\ntype=hash\n")
                .append("db_pagesize=")
                .append(pageSize)
                .append("\ndb_lorder=")
                .append(order == ByteOrder.BIG_ENDIAN ? 4321 : 1234)
                .append("\nHEADER=END\n");
        for (int i = 0; i <= headers.size(); i++) {
            byte[] value = i == 0 ? number(headers.size(), order) : headers.get(i - 1);
            dump.append(' ').append(hex.formatHex(number(i, order))).append('\n');
            dump.append(' ').append(hex.formatHex(value)).append('\n');
        }
        return dump.append("DATA=END\n").toString();
    }

    private static byte[] number(int value, ByteOrder order) {
        return ByteBuffer.allocate(4).order(order).putInt(value).array();
    }

    private static void sqlite(Path database, String... commands) {
        UnpackedPackages sqlite = Unavailable.orSkip(
                () -> DebianPackages.ofHost(TestbedFolder.ofBuild()).unpack("sqlite3"));
        sqlite.command("usr/bin/sqlite3")
                .with("-bail", database.toString())
                .with(commands)
                .output();
    }

    private static List<String> read(String path, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<InstalledPackage> found = PackageDatabases.read(path, in, Files.size(file));
            assertTrue(found.stream().noneMatch(p -> p.name().isEmpty()));
            return found.stream()
                    .map(p -> p.name() + " " + p.version() + " " + p.architecture())
                    .sorted()
                    .toList();
        }
    }

    // Headers from 1 kB to 6 kB, with and without epoch, and one of some 300 kB.
    private static String spec() {
        StringBuilder spec = new StringBuilder(
                """
                Name: many
                Version: 1.0
                Release: 1
                Summary: None
                License: MIT
                BuildArch: noarch
                %description
                None
                """);
        for (int i = 0; i < TINY; i++) {
            String name = "tiny-%03d".formatted(i);
            spec.append("%package -n ").append(name).append("\nSummary: Tiny\nAutoReqProv: no\n");
            spec.append("Version: ").append(i).append('.').append(i % 7).append('\n');
            if (i % 5 > 0) {
                spec.append("Epoch: ").append(i % 5).append('\n');
            }
            spec.append("%description -n ").append(name).append('\n');
            spec.append("x".repeat(1 + i * 20))
                    .append("\n%files -n ")
                    .append(name)
                    .append('\n');
        }
        spec.append(
                """
                %package -n huge
                Summary: Huge
                AutoReqProv: no
                %description -n huge
                Huge
                %install
                mkdir -p %{buildroot}/opt/huge
                cd %{buildroot}/opt/huge
                for i in $(seq 3000); do : > a-file-with-a-rather-long-name-$i; done
                %files -n huge
                /opt/huge
                """);
        return spec.toString();
    }
}
