package io.github.multiarchmaven.packages;

import io.github.multiarchmaven.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of package managers for an architecture: as the architecture of a package, and within names of packages. */
final class ArchitectureWords {
    // "(none)" is what rpm says of a header without architecture.
    private static final Set<String> NEUTRAL = Set.of("all", "noarch", "any", "(none)");

    // By Go's names. For names of packages the longer words come first: x86-64-linux-gnu before x86-64.
    private static final Map<String, List<String>> WORDS = Map.ofEntries(
            Map.entry(
                    "amd64",
                    List.of("x86-64-linux-gnu", "x86_64-linux-gnu", "x86_64_v2", "x86-64", "x86_64", "amd64", "x64")),
            Map.entry("arm64", List.of("aarch64-linux-gnu", "aarch64", "arm64", "aa64")),
            Map.entry(
                    "arm",
                    List.of(
                            "arm-linux-gnueabihf",
                            "arm-linux-gnueabi",
                            "armhf",
                            "armel",
                            "armv7hl",
                            "armv7hnl",
                            "armv7l",
                            "armv7",
                            "armv6hl",
                            "armv6",
                            "armmp",
                            "arm")),
            Map.entry(
                    "386",
                    List.of("i686-linux-gnu", "i386-linux-gnu", "i386", "i486", "i586", "i686", "x86", "686", "ia32")),
            Map.entry("ppc64le", List.of("powerpc64le-linux-gnu", "powerpc64le", "ppc64le", "ppc64el")),
            Map.entry("s390x", List.of("s390x-linux-gnu", "s390x")),
            Map.entry("riscv64", List.of("riscv64-linux-gnu", "riscv64")),
            Map.entry("loong64", List.of("loongarch64-linux-gnu", "loongarch64", "loong64")));

    private ArchitectureWords() {}

    /** Whether a package of this architecture is at home on the platform; ARM's variants are not told apart. */
    static boolean fits(String packageArchitecture, Platform platform) {
        return NEUTRAL.contains(packageArchitecture) || wordsOf(platform).contains(packageArchitecture);
    }

    /** The name with {@code {arch}} for the platform's words: {@code grub-efi-{arch}-bin}. */
    static String neutral(String name, Platform platform) {
        String neutral = name;
        for (String word : wordsOf(platform)) {
            if (!neutral.contains(word)) {
                continue;
            }
            neutral = neutral.replaceAll("(?<![A-Za-z0-9])" + Pattern.quote(word) + "(?![A-Za-z0-9])", "{arch}");
        }
        return neutral;
    }

    private static List<String> wordsOf(Platform platform) {
        return WORDS.getOrDefault(platform.architecture(), List.of(platform.architecture()));
    }
}
