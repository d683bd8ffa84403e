package io.github.multiarchmaven.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageComparisonTest {
    private static final Platform AMD64 = Platform.linuxAmd64();
    private static final Platform ARM64 = Platform.linuxArm64();

    @Test
    void architectureWordsOfAllPackageManagersAreEqual() {
        assertEquals(List.of(), differences(List.of("a 1 amd64", "b 1 all"), List.of("a 1 arm64", "b 1 all")));
        assertEquals(List.of(), differences(List.of("a 1 x86_64", "b 1 noarch"), List.of("a 1 aarch64", "b 1 noarch")));
    }

    @Test
    void aPackageThatOnePlatformLacksIsMissing() {
        Difference found = only(differences(List.of("curl 8 amd64", "a 1 all"), List.of("a 1 all")));

        assertEquals(
                new Difference(
                        "curl",
                        Difference.Kind.MISSING,
                        Map.of(AMD64, "8"),
                        "curl is only on linux/amd64, not on linux/arm64."),
                found);
    }

    @Test
    void differentVersionsSayWhichIsWhere() {
        Difference found = only(differences(List.of("openssl 3.0.11-1 amd64"), List.of("openssl 3.0.15-1 arm64")));

        assertEquals(Difference.Kind.VERSION, found.kind());
        assertEquals(Map.of(AMD64, "3.0.11-1", ARM64, "3.0.15-1"), found.versions());
        assertTrue(
                found.explanation()
                        .startsWith("openssl has version 3.0.11-1 on linux/amd64 and version 3.0.15-1 on linux/arm64."),
                found::explanation);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2-3+b1, 1.2-3, REBUILD",
        "1.2-3+b2, 1.2-3+b11, REBUILD",
        "1.2-3+b1, 1.2-4, VERSION",
        "1.2-3+deb12u1, 1.2-3, VERSION",
        "1.2+b1-3, 1.2-3, VERSION",
    })
    void rebuildsOfOneSourceAreNoOtherVersions(String amd64, String arm64, Difference.Kind kind) {
        Difference found = only(differences(List.of("a " + amd64 + " amd64"), List.of("a " + arm64 + " arm64")));

        assertEquals(kind, found.kind());
        assertEquals(kind == Difference.Kind.REBUILD, found.kind().allowedByDefault());
    }

    @Test
    void namesThatHoldTheArchitectureStandForEachOther() {
        List<String> amd64 = new ArrayList<>();
        List<String> arm64 = new ArrayList<>();
        for (String name : List.of("linux-image-6.1.0-47-ARCH", "grub-efi-ARCH-bin", "linux-headers-ARCH")) {
            amd64.add(name.replace("ARCH", "amd64") + " 1 amd64");
            arm64.add(name.replace("ARCH", "arm64") + " 1 arm64");
        }
        amd64.add("gcc-12-x86-64-linux-gnu 12 amd64");
        arm64.add("gcc-12-aarch64-linux-gnu 12 arm64");
        assertEquals(List.of(), differences(amd64, arm64));

        arm64.set(3, "gcc-12-aarch64-linux-gnu 12.1 arm64");
        Difference found = only(differences(amd64, arm64));
        assertEquals("gcc-12-{arch}", found.name());
        assertTrue(
                found.explanation().startsWith("gcc-12-aarch64-linux-gnu or gcc-12-x86-64-linux-gnu has version")
                        || found.explanation()
                                .startsWith("gcc-12-x86-64-linux-gnu or gcc-12-aarch64-linux-gnu has version"),
                found::explanation);
    }

    @Test
    void aCrossCompilerForTheOtherPlatformIsNotItsCompiler() {
        Difference found = only(differences(
                        List.of("gcc-12-aarch64-linux-gnu 12 amd64"),
                        List.of("a 1 arm64", "gcc-12-aarch64-linux-gnu 12 arm64"))
                .stream()
                .filter(d -> d.versions().containsKey(AMD64))
                .toList());

        assertEquals("gcc-12-aarch64-linux-gnu", found.name());
        assertEquals(Difference.Kind.MISSING, found.kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "intel-microcode",
                "amd64-microcode",
                "libquadmath0",
                "libquadmath",
                "libx32gcc-s1",
                "lib32stdc++6",
                "libc6-i386",
                "glibc32",
                "grub-pc-bin",
                "kernel-core",
                "linux-image-amd64",
                "libdrm-intel1",
                "libpciaccess0"
            })
    void packagesOfOneArchitectureAreExpectedWithAReason(String name) {
        Difference found = only(differences(List.of(name + " 1 amd64"), List.of()));

        assertEquals(Difference.Kind.ARCHITECTURE, found.kind());
        assertTrue(found.kind().allowedByDefault());
        assertTrue(found.explanation().contains("not on linux/arm64. Expected: "), found::explanation);
    }

    @Test
    void whatIsExpectedCanBeGiven() {
        Map<Platform, List<InstalledPackage>> installed =
                Map.of(AMD64, packages(List.of("libquadmath0 1 amd64")), ARM64, List.of());

        assertEquals(
                Difference.Kind.MISSING,
                only(new PackageComparison(List.of()).differences(installed)).kind());
    }

    @Test
    void packagesOfASecondArchitectureAreToldApart() {
        Difference found = only(differences(List.of("libc6 2 amd64", "libc6 2 i386"), List.of("libc6 2 arm64")));

        assertEquals(Difference.Kind.MULTIARCH, found.kind());
        assertEquals("libc6:i386", found.name());
        assertEquals(
                "libc6 is installed for i386 as well as for the platform's own architecture on linux/amd64 only.",
                found.explanation());
    }

    @Test
    void anImageWithTheOtherPlatformsPackagesIsFound() {
        List<Difference> found = differences(List.of("bash 5 amd64"), List.of("bash 5 amd64"));

        assertEquals(
                List.of("bash", "bash:amd64"),
                found.stream().map(Difference::name).toList());
        assertEquals(Difference.Kind.FOREIGN, found.get(1).kind());
        assertEquals(Map.of(ARM64, "5"), found.get(1).versions());
    }

    @Test
    void severalVersionsOfAPackageAreComparedAsASet() {
        List<String> two = List.of("kernel 6.1-1 noarch", "kernel 6.2-1 noarch");

        assertEquals(List.of(), differences(two, List.of(two.get(1), two.get(0))));
        assertEquals(
                Map.of(AMD64, "6.1-1, 6.2-1", ARM64, "6.2-1"),
                only(differences(two, two.subList(1, 2))).versions());
    }

    @Test
    void ofThreePlatformsTheTwoThatHaveItAreNamed() {
        Platform armv7 = Platform.parse("linux/arm/v7");

        Difference found = only(new PackageComparison()
                .differences(Map.of(
                        AMD64, packages(List.of("a 1 amd64")),
                        ARM64, packages(List.of("a 1 arm64")),
                        armv7, List.of())));

        assertEquals("a is only on linux/amd64 and linux/arm64, not on linux/arm/v7.", found.explanation());
    }

    private static Difference only(List<Difference> differences) {
        assertEquals(1, differences.size(), differences::toString);
        return differences.get(0);
    }

    private static List<Difference> differences(List<String> amd64, List<String> arm64) {
        return new PackageComparison().differences(Map.of(AMD64, packages(amd64), ARM64, packages(arm64)));
    }

    private static List<InstalledPackage> packages(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" "))
                .map(words -> new InstalledPackage(words[0], words[1], words[2]))
                .toList();
    }
}
