package io.github.multiarchmaven.contents;

import java.util.Objects;

/**
 * What an ELF file's headers say (System V ABI, gABI 4.1, "ELF Header").
 *
 * @param machine {@code e_machine}: 62 x86-64, 183 AArch64, 40 ARM, 3 i386, 21 PPC64, 22 S390, 243 RISC-V, 258 LoongArch
 * @param bits 32 or 64
 * @param littleEndian the byte order
 * @param osAbi {@code EI_OSABI}: 0 System V, 3 GNU/Linux, 6 Solaris, 9 FreeBSD
 * @param type {@code e_type}: 1 relocatable, 2 executable, 3 shared object
 * @param system what it is made for: Linux as far as one can tell, or another, on which the file counts for nothing on Linux
 * @param libc what it is linked with
 */
public record Elf(int machine, int bits, boolean littleEndian, int osAbi, int type, System system, Libc libc) {
    /** What a file was made for. Solaris, the BSDs and Android are told by EI_OSABI, notes, interpreter or needed libraries. */
    public enum System {
        LINUX,
        ANDROID,
        SOLARIS,
        FREEBSD,
        OTHER
    }

    /** The C library a file is linked with. */
    public enum Libc {
        GLIBC,
        MUSL,
        /** Static, or needs no C library. */
        NONE,
        /** Headers were out of reach. */
        UNKNOWN
    }

    public Elf {
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(libc, "libc");
    }
}
