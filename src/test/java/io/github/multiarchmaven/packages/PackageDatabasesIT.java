package io.github.multiarchmaven.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.testbed.RealRpm;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
