package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.image.Platform;
import java.util.Map;
import java.util.Optional;

/** ELF's machines, {@code e_machine} with class and byte order (System V gABI, "ELF Header"), by Go's names of architectures (GOARCH). */
public final class ElfMachines {
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

    private ElfMachines() {}

    private record Machine(int number, int bits, boolean littleEndian) {
        boolean fits(Elf elf) {
            return elf.machine() == number && elf.bits() == bits && elf.littleEndian() == littleEndian;
        }
    }

    /** Whether files can be told to be for this platform's architecture. */
    public static boolean knows(Platform platform) {
        return BY_ARCHITECTURE.containsKey(platform.architecture());
    }

    /** Whether a file is for the platform's architecture; not for one that is not known. Variants of ARM are not told apart. */
    public static boolean fits(Elf elf, Platform platform) {
        Machine machine = BY_ARCHITECTURE.get(platform.architecture());
        return machine != null && machine.fits(elf);
    }

    /** The architecture that a file is for; empty for what no image is for, such as GPUs, eBPF and x32. */
    public static Optional<String> architecture(Elf elf) {
        for (Map.Entry<String, Machine> entry : BY_ARCHITECTURE.entrySet()) {
            if (entry.getValue().fits(elf)) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
