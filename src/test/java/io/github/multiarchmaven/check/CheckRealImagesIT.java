package io.github.multiarchmaven.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.FileFacts;
import io.github.multiarchmaven.contents.ImageContents;
import io.github.multiarchmaven.contents.LayerContents;
import io.github.multiarchmaven.contents.LayerEntry;
import io.github.multiarchmaven.contents.LayerReader;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.DebianPackages;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.Parallel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Java image for amd64 and arm64, of Debian's packages: as it is, and with a real program of the other architecture. */
final class CheckRealImagesIT {
    @TempDir
    Path folder;

    private static CheckedImage debian() {
        return read(Unavailable.orSkip(DebianJavaBase::layout));
    }

    private static CheckedImage read(Path layout) {
        try (Parallel parallel = new Parallel(2, "check")) {
            return new ImageReader(new LayerReader(), parallel)
                    .read("debian-java", ImageLayout.open(layout), DebianJavaBase.TAG);
        }
    }

    private static CheckResult checked(CheckedImage image) {
        return new Check(CheckOptions.defaults(), Set.of()).run(image);
    }

    private LayerContents layerWith(String path, byte[] program) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(path);
            entry.setSize(program.length);
            tar.putArchiveEntry(entry);
            tar.write(program);
            tar.closeArchiveEntry();
        }
        ImageLayout layout = ImageLayout.openOrCreate(folder);
        Descriptor layer = TinyImage.put(layout, MediaTypes.OCI_LAYER_GZIP, TinyImage.gzip(bytes.toByteArray()));
        return new LayerReader().read(layout, layer);
    }

    @Test
    void aSoundImageHasNoFinding() {
        CheckedImage image = debian();
        assertEquals(
                Set.of(Platform.linuxAmd64(), Platform.linuxArm64()),
                Set.copyOf(
                        image.platforms().stream().map(PlatformImage::platform).toList()));
        for (PlatformImage platform : image.platforms()) {
            // Otherwise that nothing is found proves nothing.
            List<LayerEntry> entries = platform.contents().entries().stream()
                    .map(ImageContents.PlacedEntry::entry)
                    .toList();
            assertTrue(count(entries, FileFacts.Executable.class) > 100, platform.platform()::toString);
            requireGlibcOfLinux(entries, platform.platform().architecture().equals("arm64") ? 183 : 62);
            assertTrue(platform.packages().size() > 20, platform.packages()::toString);
            assertTrue(entries.stream()
                    .anyMatch(e -> e.path().endsWith("/release") && e.facts() instanceof FileFacts.Text));
        }
        assertEquals(List.of(), checked(image).findings());
    }

    /** As all of Debian's programs are: hundreds of real files, read right. */
    private static void requireGlibcOfLinux(List<LayerEntry> entries, int machine) {
        for (LayerEntry entry : entries) {
            if (entry.facts() instanceof FileFacts.Executable executable) {
                Elf elf = executable.elf();
                assertEquals(machine, elf.machine(), entry::path);
                assertEquals(Elf.System.LINUX, elf.system(), entry::path);
                assertTrue(elf.libc() == Elf.Libc.GLIBC || elf.libc() == Elf.Libc.NONE, () -> entry.path() + " " + elf);
            }
        }
    }

    private static long count(List<LayerEntry> entries, Class<?> facts) {
        return entries.stream().filter(entry -> facts.isInstance(entry.facts())).count();
    }

    @Test
    void aBusyboxForAmd64InTheImageForArm64IsTheOnlyFinding() throws IOException {
        CheckedImage image = debian();
        Path busybox = Unavailable.orSkip(() -> DebianPackages.of(TestbedFolder.ofBuild(), Platform.linuxAmd64())
                .unpackOnly("busybox-static")
                .path("bin/busybox"));
        LayerContents foreign = layerWith("opt/tool/busybox", Files.readAllBytes(busybox));
        List<PlatformImage> spoiled = new ArrayList<>();
        for (PlatformImage platform : image.platforms()) {
            List<LayerContents> layers = new ArrayList<>(platform.contents().layers());
            layers.add(foreign);
            spoiled.add(new PlatformImage(
                    platform.platform(), platform.manifest(), platform.config(), new ImageContents(layers)));
        }
        List<Finding> findings =
                checked(new CheckedImage("spoiled", image.digest(), spoiled)).findings();
        assertEquals(1, findings.size(), findings::toString);
        assertEquals(Optional.of(Platform.linuxArm64()), findings.get(0).platform());
        assertEquals("/opt/tool/busybox", findings.get(0).subject().name());
        assertEquals("it is for amd64", findings.get(0).message());
    }

    /** Built of the real packages of two releases, as if one image had been built later than the other. */
    @Test
    void aPackageOfAnotherReleaseIsTheOnlyFindingOfItsRule() throws IOException {
        Path layout = Unavailable.orSkip(() -> DebianJavaBase.withOtherVersion("zlib1g", folder.resolve("differing")));
        List<Finding> findings = checked(read(layout)).findings();
        assertEquals(1, findings.size(), findings::toString);
        assertEquals("zlib1g", findings.get(0).subject().name());
        assertTrue(
                findings.get(0).message().matches("it is 1:.* on linux/amd64, 1:.* on linux/arm64"),
                findings::toString);
    }
}
