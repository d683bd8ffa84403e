package io.github.multiarchmaven.natives;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words for systems, architectures and C libraries that stand in file names, folders, classifiers and artifact ids. */
final class PlatformWords {
    private static final String BEFORE = "(?<![a-z0-9])";
    private static final String AFTER = "(?![a-z0-9])";
    // Longer ones first: "x86_64" is no "x86".
    private static final Pattern PLATFORM = Pattern.compile(BEFORE
            + "(?:linux[-_]?(?:x86[-_]64|x64|64|32)?|x86[-_]64|amd64|x64|x86|x32|i[3-6]86|386|ia32"
            + "|aarch[-_]?(?:64|32)|arm64(?:[-_]?v8)?|armv?\\d*[a-z]*|gnueabi(?:hf)?|gnu|eabi(?:hf)?"
            + "|ppc64(?:le|el)?|ppcle[-_]64|ppc|powerpc(?:64(?:le)?)?|s390[-_]?(?:x|64)?|riscv[-_]?64|riscv"
            + "|loong(?:arch)?[-_]?64|mips(?:64)?(?:el|le)?|sparc(?:v9)?|64|32"
            + "|musl|glibc|alpine|natives?)" + AFTER);
    private static final Pattern SYSTEM_ELSEWHERE = Pattern.compile(
            BEFORE + "(?:android|freebsd\\d*|openbsd|netbsd|dragonfly(?:bsd)?|solaris|sunos|aix|illumos)"
                    + "(?:32|64|x64)?" + AFTER);
    private static final Pattern MUSL = Pattern.compile(BEFORE + "(?:musl|alpine)" + AFTER);
    private static final Pattern SOFT_FLOAT = Pattern.compile(BEFORE + "(?:armel|armv5[a-z]*|gnueabi)" + AFTER);
    private static final Pattern ARM_V7 = Pattern.compile(BEFORE + "armv[78][a-z]*" + AFTER);
    // Versions, and the hashes that auditwheel puts into names: "libomp-e9212f90.so.5".
    private static final Pattern NUMBER = Pattern.compile("v?\\d+[a-z]?|(?=.*\\d)[0-9a-f]{8,}");
    private static final Set<String> ENDINGS = Set.of("so", "final", "jnilib", "snapshot", "release");

    private PlatformWords() {}

    /**
     * A library's name without its version and platform: {@code librocksdbjni-linux-aarch64-musl.so} and
     * {@code librocksdbjni-linux64.so} are both {@code librocksdbjni}. The name as it is where nothing would remain.
     */
    static String libraryName(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        StringBuilder name = new StringBuilder();
        for (String word : withoutPlatform(file).split("[^\\p{L}\\p{N}+]+")) {
            if (!word.isEmpty()
                    && !ENDINGS.contains(word)
                    && !NUMBER.matcher(word).matches()) {
                name.append(name.isEmpty() ? "" : "-").append(word);
            }
        }
        return name.isEmpty() ? "(named by platform)" : name.toString();
    }

    /** An artifact id or classifier without the words of platforms: {@code native-linux-aarch64} is {@code ""}. */
    static String withoutPlatform(String text) {
        return PLATFORM.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("").replaceAll("^[-_.]+|[-_.]+$", "");
    }

    /** Whether a classifier or artifact id is one platform's; {@code native} alone says nothing of which. */
    static boolean namePlatform(String text) {
        return PLATFORM.matcher(text.toLowerCase(Locale.ROOT)).results().anyMatch(word -> !word.group()
                .startsWith("native"));
    }

    /** Whether the words say that it is for a system other than Linux that has ELF files too. */
    static boolean sayOtherSystem(String path) {
        return SYSTEM_ELSEWHERE.matcher(path.toLowerCase(Locale.ROOT)).find();
    }

    static boolean sayMusl(String path) {
        return MUSL.matcher(path.toLowerCase(Locale.ROOT)).find();
    }

    static boolean saySoftFloat(String path) {
        return SOFT_FLOAT.matcher(path.toLowerCase(Locale.ROOT)).find();
    }

    static boolean sayArmV7(String path) {
        return ARM_V7.matcher(path.toLowerCase(Locale.ROOT)).find();
    }
}
