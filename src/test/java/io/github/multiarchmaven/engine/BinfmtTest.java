package io.github.multiarchmaven.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as the kernel shows them; the real ones are in {@code MachineDoctorIT}. */
class BinfmtTest {
    private static final String MASK = "ffffffffffffff00fffffffffffffffffeffffff";

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void mount() throws IOException {
        folder = Files.createDirectories(root.resolve("proc/sys/fs/binfmt_misc"));
        Files.writeString(folder.resolve("status"), "enabled\n");
        Files.writeString(folder.resolve("register"), "");
    }

    private void handler(String name, String state, String flags, String machine) throws IOException {
        Files.writeString(
                folder.resolve(name),
                """
                %s
                interpreter /usr/bin/qemu-%s-static
                flags: %s
                offset 0
                magic 7f454c460201010000000000000000000200%s00
                mask %s
                """
                        .formatted(state, name, flags, machine, MASK));
    }

    private List<String> of(String platform) {
        return Binfmt.read(root).handlersOf(Platform.parse(platform)).stream()
                .map(BinfmtHandler::name)
                .toList();
    }

    @Test
    void aHandlerIsFoundByWhatItTakesAndNotByItsName() throws IOException {
        handler("anything", "enabled", "POCF", "b7");
        handler("qemu-aarch64", "enabled", "", "3e");
        assertEquals(List.of("anything"), of("linux/arm64"));
        assertEquals(List.of("qemu-aarch64"), of("linux/amd64"));
        assertEquals(List.of(), of("linux/arm/v7"));
        assertEquals(List.of(), of("linux/s390x"));
    }

    @Test
    void stateFlagsAndInterpreterAreRead() throws IOException {
        handler("one", "enabled", "OCF", "b7");
        handler("two", "disabled", "", "b7");
        List<BinfmtHandler> both = Binfmt.read(root).handlersOf(Platform.linuxArm64());
        assertEquals(
                List.of(true, false), both.stream().map(BinfmtHandler::enabled).toList());
        assertEquals(
                List.of(true, false), both.stream().map(BinfmtHandler::isFixed).toList());
        assertEquals("/usr/bin/qemu-one-static", both.get(0).interpreter());
    }

    @Test
    void aMachineWithoutTheFolderHasNoneAndSaysThatItCannotBeSeen() throws IOException {
        Binfmt none = Binfmt.read(Files.createDirectory(root.resolve("empty")));
        assertFalse(none.mounted());
        assertEquals(List.of(), none.handlers());
    }

    @Test
    void theSwitchForAllIsRead() throws IOException {
        assertTrue(Binfmt.read(root).enabled());
        Files.writeString(folder.resolve("status"), "disabled\n");
        assertFalse(Binfmt.read(root).enabled());
        assertTrue(Binfmt.read(root).mounted());
    }

    @Test
    void entriesOfOtherKindsTakeNothing() throws IOException {
        Files.writeString(
                folder.resolve("jar"), "enabled\ninterpreter /usr/bin/jexec\nflags: \noffset 0\nmagic 504b0304\n");
        Files.writeString(folder.resolve("exe"), "enabled\ninterpreter /usr/bin/wine\nflags: \nextension .exe\n");
        Files.writeString(
                folder.resolve("far"), "enabled\ninterpreter /x\nflags: F\noffset 4000\nmagic 7f45\nmask ff\n");
        Files.writeString(folder.resolve("odd"), "enabled\nmagic 7f4\n\nmask\nwhatever 1");
        assertEquals(4, Binfmt.read(root).handlers().size());
        assertEquals(List.of(), of("linux/arm64"));
    }

    @Test
    void aMagicWithoutMaskIsComparedWhole() throws IOException {
        Files.writeString(folder.resolve("elf"), "enabled\ninterpreter /x\nflags: F\noffset 1\nmagic 454c46\n");
        assertEquals(List.of("elf"), of("linux/riscv64"));
    }
}
