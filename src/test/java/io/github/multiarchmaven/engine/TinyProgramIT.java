package io.github.multiarchmaven.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.DebianPackages;
import io.github.multiarchmaven.testbed.ReadElf;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.testbed.UnpackedPackages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Judged by binutils and by QEMU. */
class TinyProgramIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "386,       i386,    Intel 80386,                   ELF32, little endian",
        "amd64,     x86_64,  Advanced Micro Devices X86-64, ELF64, little endian",
        "arm/v7,    arm,     ARM,                           ELF32, little endian",
        "arm64,     aarch64, AArch64,                       ELF64, little endian",
        "ppc64le,   ppc64le, PowerPC64,                     ELF64, little endian",
        "riscv64,   riscv64, RISC-V,                        ELF64, little endian",
        "s390x,     s390x,   IBM S/390,                     ELF64, big endian"
    })
    void isWhatItSaysAndEndsWithItsStatus(String platform, String qemu, String machine, String bits, String order)
            throws Exception {
        Path file = Files.write(
                folder.resolve("tiny"),
                TinyProgram.of(Platform.parse(platform)).orElseThrow().bytes());

        assertTrue(file.toFile().setExecutable(true));

        Map<String, String> header =
                Unavailable.orSkip(ReadElf::get).ofFile(file).header();
        assertEquals(machine, header.get("Machine"));
        assertEquals(bits, header.get("Class"));
        assertEquals("2's complement, " + order, header.get("Data"));
        assertEquals("EXEC (Executable file)", header.get("Type"));

        UnpackedPackages emulators = Unavailable.orSkip(
                () -> DebianPackages.ofHost(TestbedFolder.ofBuild()).unpack("qemu-user-static"));
        Command.Result result = Command.of(
                        emulators.path("usr/bin/qemu-" + qemu + "-static").toString(), file.toString())
                .run();
        assertEquals(TinyProgram.STATUS, result.exit(), result::errors);
        assertEquals("", result.errors());
    }
}
