package io.github.multiarchmaven.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.Elf.Libc;
import io.github.multiarchmaven.contents.FileFacts.Archive;
import io.github.multiarchmaven.contents.FileFacts.NativeEntry;
import io.github.multiarchmaven.image.Platform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the natives matrix, on made-up jars that are laid out as real ones are. */
class NativesReportTest {
    private static final Platform AMD64 = Platform.linuxAmd64();
    private static final Platform ARM64 = Platform.linuxArm64();
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;

    @Test
    void aJarWithoutNativesRunsAnywhere() {
        JarVerdict verdict = judge(Libc.GLIBC, jar("com.example:pure:1.0"));

        assertEquals(Map.of(AMD64, Status.NO_NATIVES, ARM64, Status.NO_NATIVES), verdict.statuses());
        assertFalse(verdict.isFinding());
        assertEquals("", verdict.remedy());
    }

    @Test
    void aLibraryThatIsThereForOneOfTwoPlatformsIsMissingForTheOther() {
        JarVerdict verdict = judge(
                Libc.GLIBC,
                jar("org.fusesource.leveldbjni:leveldbjni-all:1.8", amd64("META-INF/native/linux64/libleveldbjni.so")));

        assertEquals(Map.of(AMD64, Status.PRESENT, ARM64, Status.MISSING), verdict.statuses());
        assertEquals(
                List.of(new JarVerdict.Detail(
                        "libleveldbjni", ARM64, Status.MISSING, List.of("META-INF/native/linux64/libleveldbjni.so"))),
                verdict.details());
        assertTrue(verdict.remedy().contains("org.iq80.leveldb:leveldb:0.12"), verdict.remedy());
    }

    @Test
    void librariesOfOtherSystemsCountForNothing() {
        JarVerdict verdict = judge(
                Libc.GLIBC,
                jar(
                        "com.example:native:1.0",
                        amd64("Linux/x86_64/libx.so"),
                        arm64("FreeBSD/aarch64/libx.so", Elf.System.FREEBSD, Libc.UNKNOWN),
                        arm64("SunOS/aarch64/libx.so", Elf.System.SOLARIS, Libc.UNKNOWN),
                        arm64("android/libx.so", Elf.System.ANDROID, Libc.NONE)));

        assertEquals(Status.MISSING, verdict.statuses().get(ARM64));
        assertEquals(List.of("Linux/x86_64/libx.so"), verdict.details().get(0).paths());
    }

    /** OpenBSD's and Solaris' linkers write a plain System V header: sqlite-jdbc 3.47.1.0 and jffi 1.3.13 have such files. */
    @ParameterizedTest
    @CsvSource({
        "org/sqlite/native/FreeBSD/aarch64/libx.so",
        "org/sqlite/native/Linux-Android/aarch64/libx.so",
        "org/xerial/snappy/native/Linux/android-aarch64/libx.so",
        "com/sun/jna/openbsd-aarch64/libx.so",
        "jni/aarch64-SunOS/libx.so",
        "jni/aarch64-DragonFlyBSD/libx.so",
        "META-INF/native/freebsd64/libx.so"
    })
    void pathsTellOtherSystemsWhereHeadersDoNot(String path) {
        JarVerdict verdict = judge(
                Libc.GLIBC,
                jar("com.example:native:1.0", amd64("linux/x86_64/libx.so"), arm64(path, Elf.System.LINUX, Libc.NONE)));

        assertEquals(Status.MISSING, verdict.statuses().get(ARM64));
    }

    @Test
    void aLibraryForOtherSystemsOnlyIsNoFinding() {
        JarVerdict verdict = judge(
                Libc.GLIBC,
                jar("com.example:native:1.0", new NativeEntry("", "solaris/libx.so", elf(X86_64, Elf.System.SOLARIS))));

        assertEquals(Map.of(AMD64, Status.NO_NATIVES, ARM64, Status.NO_NATIVES), verdict.statuses());
    }

    /** sqlite-jdbc 3.7.2 has object files for MIPS; GPUs' and eBPF programs are ELF too. */
    @Test
    void whatNoJvmLoadsIsNoLibrary() {
        Elf object = new Elf(8, 32, false, 0, 1, Elf.System.LINUX, Libc.UNKNOWN);
        Elf cuda = new Elf(190, 64, true, 0, 2, Elf.System.LINUX, Libc.UNKNOWN);
        Elf x32 = new Elf(X86_64, 32, true, 0, 3, Elf.System.LINUX, Libc.GLIBC);
        JarVerdict verdict = judge(
                Libc.GLIBC,
                jar(
                        "com.example:native:1.0",
                        new NativeEntry("", "crt0.o", object),
                        new NativeEntry("", "kernel.cubin", cuda),
                        new NativeEntry("", "linux-x32/liby.so", x32)));

        assertEquals(Map.of(AMD64, Status.NO_NATIVES, ARM64, Status.NO_NATIVES), verdict.statuses());
    }

    @Test
    void glibcAndMuslSideBySideSuitBothImages() {
        Jar jar = jar(
                "org.rocksdb:rocksdbjni:9.7.3",
                amd64("librocksdbjni-linux64.so"),
                amd64("librocksdbjni-linux64-musl.so", Libc.MUSL),
                arm64("librocksdbjni-linux-aarch64.so", Elf.System.LINUX, Libc.GLIBC),
                arm64("librocksdbjni-linux-aarch64-musl.so", Elf.System.LINUX, Libc.MUSL));

        for (Libc libc : List.of(Libc.GLIBC, Libc.MUSL, Libc.UNKNOWN)) {
            JarVerdict verdict = judge(libc, jar);
            assertEquals(Map.of(AMD64, Status.PRESENT, ARM64, Status.PRESENT), verdict.statuses(), libc.name());
        }
    }

    @Test
    void aGlibcLibraryInAnImageWithMuslIsAFinding() {
        Jar jar = jar("com.example:native:1.0", amd64("linux64/libx.so"), arm64("linux-aarch64/libx.so"));

        JarVerdict musl = judge(Libc.MUSL, jar);
        assertEquals(Map.of(AMD64, Status.OTHER_LIBC, ARM64, Status.OTHER_LIBC), musl.statuses());
        assertTrue(musl.remedy().contains("gcompat"), musl.remedy());
        assertFalse(judge(Libc.UNKNOWN, jar).isFinding());
    }

    @Test
    void aMuslLibraryInAnImageWithGlibcIsAFinding() {
        Jar jar = jar(
                "com.example:native:1.0",
                amd64("linux64/libx.so"),
                arm64("linux-musl/aarch64/libx.so", Elf.System.LINUX, Libc.NONE));

        JarVerdict verdict = judge(Libc.GLIBC, jar);
        assertEquals(Map.of(AMD64, Status.PRESENT, ARM64, Status.OTHER_LIBC), verdict.statuses());
        assertTrue(verdict.remedy().contains("made for musl"), verdict.remedy());
    }

    @Test
    void aLibraryWithoutLibcRunsWithEither() {
        Jar jar = jar("com.example:native:1.0", amd64("linux64/libx.so", Libc.NONE));

        assertEquals(Status.PRESENT, judge(Libc.GLIBC, jar).statuses().get(AMD64));
        assertEquals(Status.PRESENT, judge(Libc.MUSL, jar).statuses().get(AMD64));
    }

    @Test
    void nativesNeedNoSoEnding() {
        JarVerdict duckdb = judge(
                Libc.GLIBC,
                jar(
                        "org.duckdb:duckdb_jdbc:1.1.3",
                        amd64("libduckdb_java.so_linux_amd64"),
                        arm64("libduckdb_java.so_linux_arm64")));
        assertEquals(Map.of(AMD64, Status.PRESENT, ARM64, Status.PRESENT), duckdb.statuses());

        JarVerdict program = judge(Libc.GLIBC, jar("com.example:tool:1.0", amd64("bin/tool-linux-x86_64.exe")));
        assertEquals(Status.MISSING, program.statuses().get(ARM64));
        assertEquals("tool-exe", program.details().get(0).library());
    }

    @Test
    void oneOfSeveralLibrariesThatIsMissingMakesAPart() {
        JarVerdict verdict = judge(
                Libc.GLIBC,
                jar(
                        "com.example:shaded:1.0",
                        amd64("linux/amd64/libgood.so"),
                        arm64("linux/aarch64/libgood.so"),
                        amd64("org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so")));

        assertEquals(Map.of(AMD64, Status.PRESENT, ARM64, Status.PARTIAL), verdict.statuses());
        assertEquals("libsnappyjava", verdict.details().get(0).library());
        assertTrue(verdict.remedy().contains("org.xerial.snappy:snappy-java:1.1.2.2 or later"), verdict.remedy());
    }

    @Test
    void jarsOfOneArtifactAreJudgedTogether() {
        List<JarVerdict> verdicts = new NativesReport(List.of(AMD64, ARM64), Libc.GLIBC)
                .judge(List.of(
                        jar(
                                "io.netty:netty-transport-native-epoll:4.1.115.Final:linux-x86_64",
                                amd64("META-INF/native/libnetty_transport_native_epoll_x86_64.so")),
                        jar(
                                "io.netty:netty-transport-native-epoll:4.1.115.Final:linux-aarch_64",
                                arm64("META-INF/native/libnetty_transport_native_epoll_aarch_64.so"))));

        assertEquals(
                Map.of(AMD64, Status.PRESENT, ARM64, Status.SIBLING),
                verdicts.get(0).statuses());
        assertEquals(
                Map.of(AMD64, Status.SIBLING, ARM64, Status.PRESENT),
                verdicts.get(1).statuses());
    }

    @Test
    void siblingsOfOtherVersionsDoNotHelp() {
        List<JarVerdict> verdicts = new NativesReport(List.of(AMD64, ARM64), Libc.GLIBC)
                .judge(List.of(
                        jar("com.example:x:1.0:linux-x86_64", amd64("libx.so")),
                        jar("com.example:x:2.0:linux-aarch_64", arm64("libx.so"))));

        assertEquals(Status.MISSING, verdicts.get(0).statuses().get(ARM64));
        assertTrue(
                verdicts.get(0).remedy().contains("com.example:x:1.0:linux-x86_64 is for one platform by its name"),
                verdicts.get(0).remedy());
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty:netty-tcnative-boringssl-static:2.0.69.Final:linux-x86_64,"
                + " Add io.netty:netty-tcnative-boringssl-static:2.0.69.Final:linux-aarch_64 for linux/arm64.",
        "com.aayushatharva.brotli4j:native-linux-x86_64:1.16.0,"
                + " Add com.aayushatharva.brotli4j:native-linux-aarch64:1.16.0 for linux/arm64.",
        "org.openjfx:javafx-graphics:17.0.2:linux, Add org.openjfx:javafx-graphics:17.0.2:linux-aarch64 for linux/arm64.",
        "org.lwjgl:lwjgl:3.3.4:natives-linux, Add org.lwjgl:lwjgl:3.3.4:natives-linux-arm64 for linux/arm64.",
        "org.rocksdb:rocksdbjni:5.18.3, 'Use org.rocksdb:rocksdbjni:6.2.2 or later, which has linux/arm64.'",
        "com.example:own:1.0, 'Use a version of com.example:own:1.0 that has libx for linux/arm64, or another library in its"
                + " place.'"
    })
    void theRemedyNamesWhatHasTheMissingPlatform(String coordinates, String remedy) {
        assertEquals(
                remedy, judge(Libc.GLIBC, jar(coordinates, amd64("libx.so"))).remedy());
    }

    @Test
    void jarsWithinAJarHaveVerdictsOfTheirOwn() {
        Archive archive = new Archive(
                List.of("com.example:app:1.0"),
                List.of(
                        new NativeEntry("BOOT-INF/lib/jansi-1.18.jar", "linux64/libjansi.so", elf(X86_64)),
                        new NativeEntry("BOOT-INF/lib/native-linux-x86_64-1.16.0.jar", "libbrotli.so", elf(X86_64)),
                        new NativeEntry("BOOT-INF/lib/native-linux-aarch64-1.16.0.jar", "libbrotli.so", elf(AARCH64))));

        List<JarVerdict> verdicts =
                new NativesReport(List.of(ARM64), Libc.GLIBC).judge(Jar.of("target/app.jar", archive));

        assertEquals(
                List.of(
                        "target/app.jar",
                        "target/app.jar!/BOOT-INF/lib/jansi-1.18.jar",
                        "target/app.jar!/BOOT-INF/lib/native-linux-x86_64-1.16.0.jar",
                        "target/app.jar!/BOOT-INF/lib/native-linux-aarch64-1.16.0.jar"),
                verdicts.stream().map(JarVerdict::jar).toList());
        assertEquals(
                List.of(Status.NO_NATIVES, Status.MISSING, Status.SIBLING, Status.PRESENT),
                verdicts.stream().map(verdict -> verdict.statuses().get(ARM64)).toList());
        assertEquals(
                "Use org.fusesource.jansi:jansi:2.0 or later, which has linux/arm64.",
                verdicts.get(1).remedy());
    }

    @Test
    void armVariantsAreToldByTheWordsInPaths() {
        Elf arm = new Elf(40, 32, true, 0, 3, Elf.System.LINUX, Libc.GLIBC);
        Jar jar = jar(
                "com.example:native:1.0",
                amd64("linux-x86-64/libx.so"),
                new NativeEntry("", "linux-armel/libx.so", arm));
        Platform armV7 = Platform.parse("linux/arm/v7");
        Platform armV5 = Platform.parse("linux/arm/v5");

        JarVerdict verdict = new NativesReport(List.of(armV7, armV5), Libc.GLIBC)
                .judge(List.of(jar))
                .get(0);

        assertEquals(Map.of(armV7, Status.MISSING, armV5, Status.PRESENT), verdict.statuses());
    }

    @Test
    void byteOrderTellsThePowerPcs() {
        Platform little = Platform.parse("linux/ppc64le");
        Elf big = new Elf(21, 64, false, 0, 3, Elf.System.LINUX, Libc.GLIBC);
        Jar jar = jar("com.example:native:1.0", new NativeEntry("", "ppc64/libx.so", big));

        JarVerdict verdict = new NativesReport(List.of(little), Libc.GLIBC)
                .judge(List.of(jar))
                .get(0);

        assertEquals(Status.MISSING, verdict.statuses().get(little));
    }

    @Test
    void windowsIsNotJudged() {
        Platform windows = Platform.parse("windows/amd64");
        JarVerdict verdict = new NativesReport(List.of(windows), Libc.UNKNOWN)
                .judge(List.of(jar("com.example:native:1.0", amd64("linux64/libx.so"))))
                .get(0);

        assertEquals(Status.NOT_JUDGED, verdict.statuses().get(windows));
        assertFalse(verdict.isFinding());
    }

    private static JarVerdict judge(Libc libc, Jar jar) {
        return new NativesReport(List.of(AMD64, ARM64), libc)
                .judge(List.of(jar))
                .get(0);
    }

    private static Jar jar(String coordinates, NativeEntry... natives) {
        return new Jar(coordinates, Coordinates.parse(coordinates), List.of(natives));
    }

    private static NativeEntry amd64(String path) {
        return amd64(path, Libc.GLIBC);
    }

    private static NativeEntry amd64(String path, Libc libc) {
        return new NativeEntry("", path, new Elf(X86_64, 64, true, 0, 3, Elf.System.LINUX, libc));
    }

    private static NativeEntry arm64(String path) {
        return arm64(path, Elf.System.LINUX, Libc.GLIBC);
    }

    private static NativeEntry arm64(String path, Elf.System system, Libc libc) {
        return new NativeEntry("", path, new Elf(AARCH64, 64, true, 0, 3, system, libc));
    }

    private static Elf elf(int machine) {
        return elf(machine, Elf.System.LINUX);
    }

    private static Elf elf(int machine, Elf.System system) {
        return new Elf(machine, 64, true, 0, 3, system, Libc.GLIBC);
    }
}
