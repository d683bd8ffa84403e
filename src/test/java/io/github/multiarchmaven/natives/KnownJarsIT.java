package io.github.multiarchmaven.natives;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.FileFacts.NativeEntry;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.testbed.MavenJars;
import io.github.multiarchmaven.testbed.ReadElf;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on released jars, with what {@code readelf} says of each of their ELF files; and the facts of {@link KnownNatives}. */
class KnownJarsIT {
    private static final List<Platform> PLATFORMS = platforms("amd64 arm64 arm 386 ppc64le s390x riscv64 loong64");

    /** Each jar, and the platforms it has libraries for, with glibc; none for a jar without libraries for Linux. */
    private static final String EXPECTED =
            """
            com.aayushatharva.brotli4j:native-linux-aarch64:1.16.0 = arm64
            com.aayushatharva.brotli4j:native-linux-armv7:1.16.0 = arm
            com.aayushatharva.brotli4j:native-linux-x86_64:1.16.0 = amd64
            com.almworks.sqlite4java:sqlite4java:1.0.392 =
            com.github.jnr:jffi:1.2.12:native = amd64 arm 386 ppc64le
            com.github.jnr:jffi:1.2.16:native = amd64 arm64 arm 386 ppc64le
            com.github.jnr:jffi:1.3.13:native = amd64 arm64 arm 386 ppc64le s390x loong64
            com.github.luben:zstd-jni:1.1.0 = amd64 arm64 386 ppc64le
            com.github.luben:zstd-jni:1.5.6-9 = amd64 arm64 arm 386 ppc64le s390x riscv64 loong64
            de.mkammerer:argon2-jvm-nolibs:2.11 =
            de.mkammerer:argon2-jvm:2.1 = amd64 386
            de.mkammerer:argon2-jvm:2.4 = amd64 arm64 arm 386
            io.grpc:grpc-netty-shaded:1.30.0 = amd64
            io.grpc:grpc-netty-shaded:1.68.1 = amd64 arm64
            io.netty:netty-tcnative-boringssl-static:2.0.30.Final = amd64
            io.netty:netty-tcnative-boringssl-static:2.0.31.Final = amd64 arm64
            io.netty:netty-tcnative-boringssl-static:2.0.69.Final:linux-aarch_64 = arm64
            io.netty:netty-tcnative-boringssl-static:2.0.69.Final:linux-x86_64 = amd64
            io.netty:netty-transport-native-epoll:4.1.115.Final:linux-aarch_64 = arm64
            io.netty:netty-transport-native-epoll:4.1.115.Final:linux-x86_64 = amd64
            net.java.dev.jna:jna:3.5.2 = amd64 386
            net.java.dev.jna:jna:4.1.0 = amd64 arm 386
            net.java.dev.jna:jna:4.2.0 = amd64 arm64 arm 386 ppc64le
            net.java.dev.jna:jna:5.15.0 = amd64 arm64 arm 386 ppc64le s390x riscv64 loong64
            net.jpountz.lz4:lz4:1.3.0 = amd64 386
            org.bytedeco:javacpp:1.5.11:linux-arm64 = arm64
            org.bytedeco:javacpp:1.5.11:linux-x86_64 = amd64
            org.conscrypt:conscrypt-openjdk-uber:2.5.2 = amd64
            org.conscrypt:conscrypt-openjdk-uber:2.6.0 = amd64 arm64
            org.fusesource.jansi:jansi:1.18 = amd64 386
            org.fusesource.jansi:jansi:2.0 = amd64 arm64 arm 386 ppc64le
            org.fusesource.jansi:jansi:2.4.1 = amd64 arm64 arm 386 ppc64le
            org.fusesource.leveldbjni:leveldbjni-all:1.8 = amd64 386
            org.iq80.leveldb:leveldb:0.12 =
            org.jline:jline-native:3.27.1 = amd64 arm64 arm 386 ppc64le
            org.lmdbjava:lmdbjava:0.8.3 = amd64
            org.lmdbjava:lmdbjava:0.9.0 = amd64 arm64
            org.lwjgl:lwjgl:3.3.4:natives-linux = amd64
            org.lwjgl:lwjgl:3.3.4:natives-linux-arm64 = arm64
            org.lz4:lz4-java:1.4.1 = amd64 arm64 386 ppc64le s390x
            org.lz4:lz4-java:1.8.0 = amd64 arm64 386 ppc64le s390x
            org.openjfx:javafx-graphics:17.0.2:linux = amd64
            org.openjfx:javafx-graphics:17.0.2:linux-aarch64 = arm64
            org.rocksdb:rocksdbjni:5.18.3 = amd64 386 ppc64le
            org.rocksdb:rocksdbjni:5.18.4 = amd64 arm64 386 ppc64le
            org.rocksdb:rocksdbjni:6.0.1 = amd64 386 ppc64le
            org.rocksdb:rocksdbjni:6.2.2 = amd64 arm64 386 ppc64le
            org.rocksdb:rocksdbjni:9.7.3 = amd64 arm64 386 ppc64le s390x riscv64
            org.xerial.snappy:snappy-java:1.0.4.1 = amd64 386
            org.xerial.snappy:snappy-java:1.1.2 = amd64 arm 386 ppc64le s390x
            org.xerial.snappy:snappy-java:1.1.2.2 = amd64 arm64 arm 386 ppc64le s390x
            org.xerial.snappy:snappy-java:1.1.10.7 = amd64 arm64 arm 386 ppc64le s390x riscv64 loong64
            org.xerial:sqlite-jdbc:3.7.2 = amd64 386
            org.xerial:sqlite-jdbc:3.19.3 = amd64 arm 386 ppc64le
            org.xerial:sqlite-jdbc:3.20.0 = amd64 arm64 arm 386 ppc64le
            org.xerial:sqlite-jdbc:3.47.1.0 = amd64 arm64 arm 386 ppc64le riscv64
            tools.profiler:async-profiler:3.0 = amd64 arm64
            """;

    /** What was the first to have linux/arm64, by the table, and what has not: the facts behind the remedies. */
    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("com.github.jnr:jffi:1.2.12:native", "Use com.github.jnr:jffi:1.2.16 or later"),
            Map.entry("de.mkammerer:argon2-jvm:2.1", "Use de.mkammerer:argon2-jvm:2.4 or later"),
            Map.entry("io.grpc:grpc-netty-shaded:1.30.0", "Use io.grpc:grpc-netty-shaded:1.68.1 or later"),
            Map.entry("net.java.dev.jna:jna:4.1.0", "Use net.java.dev.jna:jna:4.2.0 or later"),
            Map.entry("net.jpountz.lz4:lz4:1.3.0", "org.lz4:lz4-java:1.4.1 or later has the same classes"),
            Map.entry("org.conscrypt:conscrypt-openjdk-uber:2.5.2", "Use org.conscrypt:conscrypt-openjdk-uber:2.6.0"),
            Map.entry("org.fusesource.jansi:jansi:1.18", "Use org.fusesource.jansi:jansi:2.0 or later"),
            Map.entry("org.fusesource.leveldbjni:leveldbjni-all:1.8", "org.iq80.leveldb:leveldb:0.12"),
            Map.entry("org.lmdbjava:lmdbjava:0.8.3", "Use org.lmdbjava:lmdbjava:0.9.0 or later"),
            Map.entry("org.rocksdb:rocksdbjni:5.18.3", "Use org.rocksdb:rocksdbjni:6.2.2 or later"),
            Map.entry("org.rocksdb:rocksdbjni:6.0.1", "Use org.rocksdb:rocksdbjni:6.2.2 or later"),
            Map.entry("org.xerial.snappy:snappy-java:1.1.2", "Use org.xerial.snappy:snappy-java:1.1.2.2 or later"),
            Map.entry("org.xerial:sqlite-jdbc:3.19.3", "Use org.xerial:sqlite-jdbc:3.20.0 or later"));

    @TempDir
    static Path scratch;

    private static Map<String, Jar> jars;

    @BeforeAll
    static void fetchJarsAndHaveReadelfReadThem() throws IOException {
        Map<String, Path> files = Unavailable.orSkip(
                () -> MavenJars.fetch("known", List.copyOf(expected().keySet())));
        ReadElf readElf = Unavailable.orSkip(ReadElf::get);
        jars = new LinkedHashMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Path folder = Files.createTempDirectory(scratch, "jar");
            List<NativeEntry> natives = new ArrayList<>();
            readElf.ofJar(file.getValue(), folder)
                    .forEach((path, shown) -> natives.add(new NativeEntry("", path, elf(shown))));
            jars.put(file.getKey(), new Jar(file.getKey(), Coordinates.parse(file.getKey()), natives));
        }
    }

    @TestFactory
    List<DynamicTest> everyJarHasTheVerdictOfItsElfFiles() {
        List<DynamicTest> tests = new ArrayList<>();
        expected()
                .forEach((jar, platforms) -> tests.add(DynamicTest.dynamicTest(jar, () -> {
                    JarVerdict verdict = judge(jars.get(jar), Elf.Libc.GLIBC);
                    assertEquals(
                            platforms,
                            verdict.statuses().entrySet().stream()
                                    .filter(entry -> entry.getValue() == Status.PRESENT)
                                    .map(entry -> entry.getKey().architecture())
                                    .collect(Collectors.toCollection(TreeSet::new)));
                    assertTrue(
                            platforms.isEmpty()
                                    ? verdict.statuses().values().stream()
                                            .allMatch(status -> status == Status.NO_NATIVES)
                                    : verdict.statuses().values().stream()
                                            .allMatch(status -> status == Status.PRESENT || status == Status.MISSING),
                            verdict.statuses().toString());
                    assertEquals(verdict.isFinding(), !verdict.remedy().isEmpty(), verdict.remedy());
                })));
        return tests;
    }

    @Test
    void remediesNameWhatHasTheMissingPlatform() {
        assertAll(REMEDIES.entrySet().stream().map(entry -> () -> {
            String remedy = judge(jars.get(entry.getKey()), Elf.Libc.GLIBC, Platform.linuxArm64())
                    .remedy();
            assertTrue(remedy.contains(entry.getValue()), entry.getKey() + ": " + remedy);
        }));
    }

    /** Every version that a remedy names is a jar of this test that has the platform, or needs none. */
    @Test
    void whatRemediesNameHasThePlatform() {
        Map<String, TreeSet<String>> expected = expected();
        assertAll(REMEDIES.values().stream().map(remedy -> () -> {
            String named = remedy.replaceFirst("^Use ", "").replaceFirst(" or later.*", "");
            List<TreeSet<String>> found = expected.entrySet().stream()
                    .filter(entry -> (entry.getKey() + ":").startsWith(named + ":"))
                    .map(Map.Entry::getValue)
                    .toList();
            assertFalse(found.isEmpty(), named);
            assertTrue(found.get(0).isEmpty() || found.get(0).contains("arm64"), named);
        }));
    }

    /** The second jar's classifier is what the remedy of the first, alone, asks for. */
    @Test
    void classifierJarsAreWholeTogether() {
        Map<String, String> pairs = Map.of(
                "io.netty:netty-tcnative-boringssl-static:2.0.69.Final:linux-x86_64",
                "io.netty:netty-tcnative-boringssl-static:2.0.69.Final:linux-aarch_64",
                "io.netty:netty-transport-native-epoll:4.1.115.Final:linux-x86_64",
                "io.netty:netty-transport-native-epoll:4.1.115.Final:linux-aarch_64",
                "com.aayushatharva.brotli4j:native-linux-x86_64:1.16.0",
                "com.aayushatharva.brotli4j:native-linux-aarch64:1.16.0",
                "org.bytedeco:javacpp:1.5.11:linux-x86_64",
                "org.bytedeco:javacpp:1.5.11:linux-arm64",
                "org.lwjgl:lwjgl:3.3.4:natives-linux",
                "org.lwjgl:lwjgl:3.3.4:natives-linux-arm64",
                "org.openjfx:javafx-graphics:17.0.2:linux",
                "org.openjfx:javafx-graphics:17.0.2:linux-aarch64");
        assertAll(pairs.entrySet().stream().map(pair -> () -> {
            Jar amd64 = jars.get(pair.getKey());
            Jar arm64 = jars.get(pair.getValue());
            assertEquals(
                    "Add " + pair.getValue() + " for linux/arm64.",
                    judge(amd64, Elf.Libc.GLIBC, Platform.linuxArm64()).remedy());
            assertEquals(
                    "Add " + pair.getKey() + " for linux/amd64.",
                    judge(arm64, Elf.Libc.GLIBC, Platform.linuxAmd64()).remedy());
            List<JarVerdict> together = new NativesReport(
                            List.of(Platform.linuxAmd64(), Platform.linuxArm64()), Elf.Libc.GLIBC)
                    .judge(List.of(amd64, arm64));
            assertEquals(
                    List.of(
                            Map.of(
                                    Platform.linuxAmd64(), Status.PRESENT,
                                    Platform.linuxArm64(), Status.SIBLING),
                            Map.of(
                                    Platform.linuxAmd64(), Status.SIBLING,
                                    Platform.linuxArm64(), Status.PRESENT)),
                    together.stream().map(JarVerdict::statuses).toList());
        }));
    }

    @Test
    void imagesWithMuslHaveTheLibrariesMadeForIt() {
        Platform riscv = Platform.parse("linux/riscv64");
        Map<Platform, Status> rocksdb =
                judge(jars.get("org.rocksdb:rocksdbjni:9.7.3"), Elf.Libc.MUSL).statuses();
        assertEquals(Status.PRESENT, rocksdb.get(Platform.linuxArm64()));
        assertEquals(Status.OTHER_LIBC, rocksdb.get(riscv));
        Map<Platform, Status> sqlite = judge(jars.get("org.xerial:sqlite-jdbc:3.47.1.0"), Elf.Libc.MUSL)
                .statuses();
        assertEquals(Status.PRESENT, sqlite.get(Platform.linuxArm64()));
        assertEquals(Status.OTHER_LIBC, sqlite.get(riscv));
        JarVerdict old = judge(jars.get("org.rocksdb:rocksdbjni:5.18.4"), Elf.Libc.MUSL, Platform.linuxArm64());
        assertEquals(Status.OTHER_LIBC, old.statuses().get(Platform.linuxArm64()));
        assertTrue(old.remedy().contains("gcompat"), old.remedy());
    }

    private static JarVerdict judge(Jar jar, Elf.Libc libc, Platform... platforms) {
        List<Platform> wanted = platforms.length == 0 ? PLATFORMS : List.of(platforms);
        return new NativesReport(wanted, libc).judge(List.of(jar)).get(0);
    }

    private static Map<String, TreeSet<String>> expected() {
        return EXPECTED.lines()
                .map(line -> line.split(" = ?|=", 2))
                .collect(Collectors.toMap(
                        cells -> cells[0].strip(),
                        cells -> platforms(cells[1]).stream()
                                .map(Platform::architecture)
                                .collect(Collectors.toCollection(TreeSet::new)),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private static List<Platform> platforms(String words) {
        return words.strip()
                .lines()
                .flatMap(line -> List.of(line.split(" ")).stream())
                .map(word -> Platform.parse("linux/" + word))
                .toList();
    }

    private static final Map<String, Integer> MACHINES = Map.ofEntries(
            Map.entry("AArch64", 183),
            Map.entry("ARM", 40),
            Map.entry("Advanced Micro Devices X86-64", 62),
            Map.entry("IBM S/390", 22),
            Map.entry("Intel 80386", 3),
            Map.entry("LoongArch", 258),
            Map.entry("MIPS R3000", 8),
            Map.entry("PowerPC", 20),
            Map.entry("PowerPC64", 21),
            Map.entry("RISC-V", 243),
            Map.entry("Sparc", 2),
            Map.entry("Sparc v8+", 18),
            Map.entry("Sparc v9", 43));

    private static Elf elf(ReadElf.Shown shown) {
        Function<String, String> header = field -> shown.header().getOrDefault(field, "");
        Integer machine = MACHINES.get(header.apply("Machine"));
        assertTrue(machine != null, () -> "readelf's machine " + header.apply("Machine"));
        String type = header.apply("Type");
        return new Elf(
                machine,
                header.apply("Class").equals("ELF64") ? 64 : 32,
                header.apply("Data").contains("little endian"),
                abi(header.apply("OS/ABI")),
                type.startsWith("REL") ? 1 : type.startsWith("EXEC") ? 2 : 3,
                switch (abi(header.apply("OS/ABI"))) {
                    case 6 -> Elf.System.SOLARIS;
                    case 9 -> Elf.System.FREEBSD;
                    default -> Elf.System.LINUX;
                },
                libc(shown.needed()));
    }

    private static int abi(String shown) {
        return switch (shown) {
            case "UNIX - GNU" -> 3;
            case "UNIX - Solaris" -> 6;
            case "UNIX - FreeBSD" -> 9;
            default -> 0;
        };
    }

    private static Elf.Libc libc(List<String> needed) {
        if (needed.stream().anyMatch(name -> name.startsWith("libc.musl-"))) {
            return Elf.Libc.MUSL;
        }
        return needed.contains("libc.so.6") ? Elf.Libc.GLIBC : Elf.Libc.UNKNOWN;
    }
}
