package io.github.multiarchmaven.natives;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.FileFacts.NativeEntry;
import io.github.multiarchmaven.image.Platform;
import java.util.Map;
import java.util.Optional;

/** Which ELF files run on which platform: {@code e_machine}, class and byte order (gABI, "e_machine"). */
final class Machines {
    private static final Map<String, Machine> BY_ARCHITECTURE = Map.ofEntries(
            Map.entry("386", new Machine(3, 32, true)),
            Map.entry("amd64", new Machine(62, 64, true)),
            Map.entry("arm", new Machine(40, 32, true)),
            Map.entry("arm64", new Machine(183, 64, true)),
            Map.entry("loong64", new Machine(258, 64, true)),
            Map.entry("mips", new Machine(8, 32, false)),
            Map.entry("mips64", new Machine(8, 64, false)),
            Map.entry("mips64le", new Machine(8, 64, true)),
            Map.entry("mipsle", new Machine(8, 32, true)),
            Map.entry("ppc64", new Machine(21, 64, false)),
            Map.entry("ppc64le", new Machine(21, 64, true)),
            Map.entry("riscv64", new Machine(243, 64, true)),
            Map.entry("s390x", new Machine(22, 64, false)));

    private Machines() {}

    private record Machine(int number, int bits, boolean littleEndian) {
        boolean fits(Elf elf) {
            return elf.machine() == number && elf.bits() == bits && elf.littleEndian() == littleEndian;
        }
    }

    /** Whether files can be told to be for this platform. */
    static boolean knows(Platform platform) {
        return platform.os().equals("linux") && BY_ARCHITECTURE.containsKey(platform.architecture());
    }

    /** The Go name of the architecture that a file is for; empty for what no image is for, such as GPUs, eBPF and x32. */
    static Optional<String> architecture(Elf elf) {
        return BY_ARCHITECTURE.entrySet().stream()
                .filter(entry -> entry.getValue().fits(elf))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether it is a library or program for Linux, for any architecture. An object file ({@code .o}) is loaded by nobody. */
    static boolean isLinux(NativeEntry entry) {
        Elf elf = entry.elf();
        return elf.system() == Elf.System.LINUX
                && (elf.type() == 2 || elf.type() == 3)
                && architecture(elf).isPresent()
                && !PlatformWords.sayOtherSystem(entry.path());
    }

    /** Whether it runs on the platform, the C library aside. */
    static boolean fits(NativeEntry entry, Platform platform) {
        Machine machine = BY_ARCHITECTURE.get(platform.architecture());
        return machine != null && machine.fits(entry.elf()) && fitsVariant(entry.path(), platform);
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
