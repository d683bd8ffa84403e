package io.github.multiarchmaven.engine;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.program.Output;
import io.github.multiarchmaven.program.Program;
import io.github.multiarchmaven.program.ProgramException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program for Linux that does nothing but end with the status 42: ELF's header, one segment and the machine code of
 * {@code exit(42)}, about 100 bytes in all (System V gABI, "ELF Header" and "Program Header"). To run it shows whether this machine
 * runs programs of an architecture, be it itself or by an emulator.
 */
public final class TinyProgram {
    /** What it ends with; no shell or loader does so on a failure. */
    static final int STATUS = 42;

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int BUSY_TRIES = 5;
    /** Above every kernel's {@code vm.mmap_min_addr}, and a multiple of every page size. */
    private static final long ADDRESS = 0x400000;

    private static final Map<String, Machine> MACHINES = Map.of(
            // mov ebx, 42; mov eax, 1; int 0x80
            "386", new Machine(3, 32, true, 0, "bb2a000000b801000000cd80"),
            // mov edi, 42; mov eax, 60; syscall
            "amd64", new Machine(62, 64, true, 0, "bf2a000000b83c0000000f05"),
            // mov r0, #42; mov r7, #1; svc 0 (EABI version 5)
            "arm", new Machine(40, 32, true, 0x05000000, "2a00a0e30170a0e3000000ef"),
            // movz x0, #42; movz x8, #93; svc #0
            "arm64", new Machine(183, 64, true, 0, "400580d2a80b80d2010000d4"),
            // li r3, 42; li r0, 1; sc (ABI version 2)
            "ppc64le", new Machine(21, 64, true, 2, "2a0060380100003802000044"),
            // addi a0, zero, 42; addi a7, zero, 93; ecall
            "riscv64", new Machine(243, 64, true, 0, "1305a0029308d00573000000"),
            // lghi %r2, 42; svc 1
            "s390x", new Machine(22, 64, false, 0, "a729002a0a01"));

    private final byte[] bytes;

    private record Machine(int number, int bits, boolean littleEndian, int flags, String code) {}

    /**
     * What came of running it.
     *
     * @param ran whether it ended as it should
     * @param trouble the rest of a sentence about a program that did not; empty when it did
     */
    public record Trial(boolean ran, String trouble) {}

    private TinyProgram(Machine machine) {
        this.bytes = assemble(machine);
    }

    /** The platform's; empty for an architecture that is not known here, and for other systems than Linux. ARM's variants share one. */
    public static Optional<TinyProgram> of(Platform platform) {
        return Optional.of(platform)
                .filter(p -> p.os().equals("linux"))
                .map(p -> MACHINES.get(p.architecture()))
                .map(TinyProgram::new);
    }

    /** The whole file. */
    public byte[] bytes() {
        return bytes.clone();
    }

    private static byte[] assemble(Machine machine) {
        boolean wide = machine.bits() == 64;
        byte[] code = HexFormat.of().parseHex(machine.code());
        int header = wide ? 64 : 52;
        int segment = wide ? 56 : 32;
        int size = header + segment + code.length;
        ByteBuffer file = ByteBuffer.allocate(size)
                .order(machine.littleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (machine.littleEndian() ? 1 : 2), 1});
        file.position(16);
        // Type: executable; entry: the code; program header: right behind this one; no sections.
        file.putShort((short) 2).putShort((short) machine.number()).putInt(1);
        word(file, wide, ADDRESS + header + segment);
        word(file, wide, header);
        word(file, wide, 0);
        file.putInt(machine.flags()).putShort((short) header).putShort((short) segment);
        file.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        // One segment to load, the whole file, to be read and executed. The 64-bit form has its flags earlier.
        int readAndExecute = 5;
        file.putInt(1);
        if (wide) {
            file.putInt(readAndExecute);
        }
        word(file, wide, 0);
        word(file, wide, ADDRESS);
        word(file, wide, ADDRESS);
        word(file, wide, size);
        word(file, wide, size);
        if (!wide) {
            file.putInt(readAndExecute);
        }
        word(file, wide, 0x10000);
        return file.put(code).array();
    }

    private static void word(ByteBuffer file, boolean wide, long value) {
        if (wide) {
            file.putLong(value);
        } else {
            file.putInt((int) value);
        }
    }

    /**
     * Writes it to a folder, runs it and deletes it.
     *
     * @param folder where programs may be run: not one that is mounted {@code noexec}
     * @throws IOException when it cannot be written
     */
    public Trial run(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "multiarch", ".elf");
        try {
            Files.write(file, bytes);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            return run(new Program(file.toAbsolutePath(), List.of(), Map.of(), null), BUSY_TRIES);
        } catch (UnsupportedOperationException e) {
            return new Trial(false, "cannot be run on this system");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Trial run(Program program, int tries) {
        try {
            return judge(program.run(LIMIT));
        } catch (ProgramException e) {
            // A process that another thread starts at this moment holds the file open for writing until its own exec
            // (ETXTBSY, 26).
            if (tries > 1 && e.getMessage().contains("error=26")) {
                return run(program, tries - 1);
            }
            return new Trial(false, trouble(e));
        }
    }

    private static String trouble(ProgramException e) {
        String said = e.getMessage();
        // errno(3): ENOENT, EACCES.
        if (said.contains("error=2,")) {
            return "is not run, as its interpreter is not there";
        }
        if (said.contains("error=13,")) {
            return "may not be run from that folder, which is mounted noexec or forbidden";
        }
        return said;
    }

    private static Trial judge(Output output) {
        return switch (output.exit()) {
            case STATUS -> new Trial(true, "");
            // Java hands a file that the kernel does not know (ENOEXEC) to the shell, which does not know it either.
            case 126, 127, 2 -> new Trial(false, "is in a format that the kernel does not know");
            default ->
                new Trial(
                        false,
                        "ended with the status " + output.exit()
                                + (output.complaint().isEmpty()
                                        ? ""
                                        : ": "
                                                + output.complaint()
                                                        .lines()
                                                        .findFirst()
                                                        .orElse("")));
        };
    }
}
