package io.github.multiarchmaven.natives;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.ElfMachines;
import io.github.multiarchmaven.contents.FileFacts.NativeEntry;
import io.github.multiarchmaven.image.Platform;

/** Which ELF files of jars run on which platform. */
final class Machines {
    private Machines() {}

    /** Whether files can be told to be for this platform. */
    static boolean knows(Platform platform) {
        return platform.os().equals("linux") && ElfMachines.knows(platform);
    }

    /** Whether it is a library or program for Linux, for any architecture. An object file ({@code .o}) is loaded by nobody. */
    static boolean isLinux(NativeEntry entry) {
        Elf elf = entry.elf();
        return elf.system() == Elf.System.LINUX
                && (elf.type() == 2 || elf.type() == 3)
                && ElfMachines.architecture(elf).isPresent()
                && !PlatformWords.sayOtherSystem(entry.path());
    }

    /** Whether it runs on the platform, the C library aside. */
    static boolean fits(NativeEntry entry, Platform platform) {
        return ElfMachines.fits(entry.elf(), platform) && fitsVariant(entry.path(), platform);
    }

    // The headers that were read do not tell ARM's variants apart; the loaders of jars choose by the same words.
    private static boolean fitsVariant(String path, Platform platform) {
        if (!platform.architecture().equals("arm")) {
            return true;
        }
        return switch (platform.variant()) {
            // Debian's armel; programs that pass floats in registers cannot use it, nor the other way round.
            case "v5" -> PlatformWords.saySoftFloat(path);
            case "v6" -> !PlatformWords.saySoftFloat(path) && !PlatformWords.sayArmV7(path);
            default -> !PlatformWords.saySoftFloat(path);
        };
    }

    /** Which C library it needs; files that need none stand for the one that the words in their path name. */
    static Elf.Libc libc(NativeEntry entry) {
        Elf.Libc read = entry.elf().libc();
        boolean told = read == Elf.Libc.GLIBC || read == Elf.Libc.MUSL;
        return !told && PlatformWords.sayMusl(entry.path()) ? Elf.Libc.MUSL : read;
    }
}
