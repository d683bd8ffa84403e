package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.ElfMachines;
import io.github.multiarchmaven.image.Platform;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which programs run on a platform, and the words for architectures in the names of files. */
final class Machines {
    private static final int I386 = 3;
    private static final int X86_64 = 62;

    /**
     * {@code e_machine} of processors that Linux runs on. All else runs anywhere or nowhere: none, the kernel's own (BPF), graphics
     * (CUDA, AMDGPU), controllers.
     */
    private static final Set<Integer> PROCESSORS =
            Set.of(2, 3, 4, 8, 15, 18, 20, 21, 22, 40, 42, 43, 50, 62, 183, 243, 258, 0x9026);

    /** Longest first: x86_64 is not x86, and aarch64 is found before arm. */
    private static final Map<String, Pattern> WORDS = Map.of(
            "386", words("i[3-6]86|x86_32|x86-32|386|x86"),
            "amd64", words("x86[_-]64|amd64|x64"),
            "arm", words("armhf|armel|armv[5-7]l?|armv6kz|arm32|arm"),
            "arm64", words("aarch[_-]?64|arm64(?:[_-]?v8)?|armv8"),
            "ppc64le", words("ppc64le|ppc64el|powerpc64le"),
            "s390x", words("s390x"),
            "riscv64", words("riscv64"),
            "loong64", words("loong64|loongarch64"));

    private Machines() {}

    private static Pattern words(String alternatives) {
        return Pattern.compile("(?<![a-zA-Z0-9])(?:" + alternatives + ")(?![a-zA-Z0-9])", Pattern.CASE_INSENSITIVE);
    }

    /** Whether a file can run on the platform; also when the platform is one that nothing is known of. */
    static boolean fits(Elf elf, Platform platform) {
        if (!ElfMachines.knows(platform) || !PROCESSORS.contains(elf.machine()) || ElfMachines.fits(elf, platform)) {
            return true;
        }
        // Kernels for amd64 run i386's programs, too, and such as use 32-bit pointers (x32).
        return platform.architecture().equals("amd64") && (elf.machine() == I386 || elf.machine() == X86_64);
    }

    /** In words: {@code amd64}; {@code machine 99} for one that is not known. */
    static String name(Elf elf) {
        return ElfMachines.architecture(elf).orElse("machine " + elf.machine());
    }

    /** The text with the platform's own words replaced by {@code {arch}}: what is then equal differs by them only. */
    static String withoutOwnWords(String text, Platform platform) {
        Pattern words = WORDS.get(platform.architecture());
        return words == null ? text : words.matcher(text).replaceAll("{arch}");
    }

    /** The text with the words of all architectures replaced. */
    static String withoutWords(String text) {
        String bare = text;
        for (String architecture :
                new String[] {"amd64", "arm64", "386", "arm", "ppc64le", "s390x", "riscv64", "loong64"}) {
            bare = WORDS.get(architecture).matcher(bare).replaceAll("{arch}");
        }
        return bare;
    }
}
