package io.github.multiarchmaven.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.packages.PackageDatabases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentsCacheTest {
    private static final Digest LAYER = Digest.parse("sha256:" + "ab".repeat(32));
    private static final Digest OTHER = Digest.parse("sha256:" + "cd".repeat(32));

    @TempDir
    Path folder;

    private ContentsCache cache;
    private LayerContents contents;

    @BeforeEach
    void aLayerOfAllKindsOfEntries() throws IOException {
        cache = new ContentsCache(folder);
        Elf elf = new Elf(183, 64, true, 0, 3, Elf.System.LINUX, Elf.Libc.MUSL);
        byte[] status = "Package: a\nStatus: install ok installed\nVersion: 1:2\nArchitecture: arm64\n\n"
                .getBytes(StandardCharsets.UTF_8);
        contents = new LayerContents(
                LAYER,
                5,
                6,
                List.of(
                        new LayerEntry(
                                "lib/ä.so", LayerEntry.Type.FILE, 0755, 1L << 40, "", new FileFacts.Executable(elf)),
                        new LayerEntry(
                                "app/a.jar",
                                LayerEntry.Type.FILE,
                                0644,
                                7,
                                "",
                                new FileFacts.Archive(
                                        List.of("g:a:1"), List.of(new FileFacts.NativeEntry("in.jar", "x.so", elf)))),
                        new LayerEntry(
                                "var/lib/dpkg/status",
                                LayerEntry.Type.FILE,
                                0644,
                                8,
                                "",
                                new FileFacts.Packages(PackageDatabases.read(
                                        "var/lib/dpkg/status", new ByteArrayInputStream(status), status.length))),
                        new LayerEntry(
                                "opt/java/release", LayerEntry.Type.FILE, 0644, 8, "", new FileFacts.Text("A=\"1\"\n")),
                        new LayerEntry("link", LayerEntry.Type.SYMLINK, 0777, 0, "app", null),
                        new LayerEntry("gone", LayerEntry.Type.WHITEOUT, 0, 0, "", null)));
    }

    @Test
    void whatWasKeptIsFoundByAnother() {
        cache.keep(contents);
        assertEquals(Optional.of(contents), new ContentsCache(folder).find(LAYER));
        assertEquals(Optional.empty(), cache.find(OTHER));
    }

    @Test
    void aChangedByteAnywhereIsALayerNotRead() throws IOException {
        cache.keep(contents);
        Path file = file();
        byte[] whole = Files.readAllBytes(file);
        int found = 0;
        // The ten bytes of gzip's header hold a time and a system, which say nothing.
        for (int at = 10; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            found += cache.find(LAYER).filter(read -> !read.equals(contents)).isPresent() ? 1 : 0;
        }
        assertEquals(0, found);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertEquals(Optional.empty(), cache.find(LAYER));
        cache.keep(contents);
        assertEquals(Optional.of(contents), cache.find(LAYER));
    }

    @Test
    void aFileUnderAnothersNameIsNotBelieved() throws IOException {
        cache.keep(contents);
        Files.copy(file(), file().resolveSibling(OTHER.toString().substring(7) + ".gz"));
        assertEquals(Optional.empty(), cache.find(OTHER));
    }

    @Test
    void eachUseIsItsTime() throws IOException {
        cache.keep(contents);
        Files.setLastModifiedTime(file(), FileTime.from(Instant.EPOCH));
        cache.find(LAYER);
        assertTrue(Files.getLastModifiedTime(file()).toInstant().isAfter(Instant.EPOCH.plusSeconds(1)));
    }

    @Test
    void aFolderThatCannotBeMadeKeepsNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        ContentsCache none = new ContentsCache(file);
        none.keep(contents);
        assertEquals(Optional.empty(), none.find(LAYER));
        assertTrue(Files.isRegularFile(file));
    }

    private Path file() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith("ab.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
