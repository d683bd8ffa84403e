package io.github.multiarchmaven.check;

import static io.github.multiarchmaven.check.Samples.AMD64;
import static io.github.multiarchmaven.check.Samples.ARM64;
import static io.github.multiarchmaven.check.Samples.both;
import static io.github.multiarchmaven.check.Samples.file;
import static io.github.multiarchmaven.check.Samples.findings;
import static io.github.multiarchmaven.check.Samples.image;
import static io.github.multiarchmaven.check.Samples.layer;
import static io.github.multiarchmaven.check.Samples.program;
import static io.github.multiarchmaven.check.Samples.release;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.LayerContents;
import io.github.multiarchmaven.image.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule, on images made up for it. */
class RulesTest {
    private static final Platform AMD = Platform.linuxAmd64();
    private static final Platform ARM = Platform.linuxArm64();

    @Test
    void aProgramOfAnotherMachineIsNamedWithItsLayer() {
        List<Finding> found = new ArchitectureRule()
                .look(
                        both(image(
                                ARM,
                                layer(program("lib/libc.so.6", ARM64), program("bin/sh", ARM64)),
                                layer(program("bin/busybox", AMD64)))),
                        CheckOptions.defaults());
        assertEquals(1, found.size());
        assertEquals("/bin/busybox", found.get(0).subject().name());
        assertEquals("it is for amd64", found.get(0).message());
        assertTrue(
                found.get(0).remedy().contains("layer 2 (command 2)"),
                found.get(0).remedy());
    }

    @Test
    void aSetOfLibrariesWithOursAmongThemIsRight() {
        LayerContents set = layer(
                program("app/natives/linux-x86_64/libfoo.so", AMD64),
                program("app/natives/linux-aarch64/libfoo.so", ARM64));
        assertEquals(List.of(), findings(new ArchitectureRule(), image(AMD, set), image(ARM, set)));
    }

    @Test
    void filesForOtherSystemsCountForNothing() {
        LayerContents layer = layer(
                program("bin/sh", ARM64),
                program("opt/solaris/libfoo.so", AMD64, Elf.System.SOLARIS, Elf.Libc.UNKNOWN),
                program("opt/android/libfoo.so", AMD64, Elf.System.ANDROID, Elf.Libc.UNKNOWN));
        assertEquals(List.of(), findings(new ArchitectureRule(), image(ARM, layer)));
    }

    @Test
    void i386RunsOnAmd64AndNotOnArm64() {
        LayerContents layer = layer(program("bin/sh", AMD64), program("bin/ls", AMD64), program("lib32/libz.so", 3));
        assertEquals(List.of(), findings(new ArchitectureRule(), image(AMD, layer)));
        LayerContents arm = layer(program("bin/sh", ARM64), program("bin/ls", ARM64), program("lib32/libz.so", 3));
        assertEquals(
                List.of("error arm64 /lib32/libz.so: it is for 386"),
                findings(new ArchitectureRule(), image(ARM, arm)));
    }

    @Test
    void anImageThatIsAnothersAsAWholeIsOneFinding() {
        LayerContents amd = layer(program("bin/a", AMD64), program("bin/b", AMD64), program("bin/c", AMD64));
        assertEquals(
                List.of("error arm64 : 3 of its 3 programs and libraries are for amd64, the first is /bin/a"),
                findings(new ArchitectureRule(), image(AMD, amd), image(ARM, amd)));
    }

    @Test
    void aSetThatIsMostlyForOthersIsRightWhenOursIsInIt() {
        LayerContents sets = layer(
                program("app/linux-x86_64/libfoo.so", AMD64),
                program("app/linux-aarch64/libfoo.so", ARM64),
                program("app/linux-x86/libfoo.so", Samples.I386),
                program("app/linux-arm/libfoo.so", Samples.ARM));
        assertEquals(List.of(), findings(new ArchitectureRule(), image(AMD, sets), image(ARM, sets)));
    }

    /** CUDA (190) and AMD's graphics (224), a controller (94), firmware, and what is for emulated machines. */
    @Test
    void whatRunsOnNoProcessorOfLinuxIsNoFinding() {
        LayerContents layer = layer(
                program("bin/sh", ARM64),
                program("opt/cuda/kernel.cubin", 190),
                program("opt/rocm/kernel.co", 224),
                program("opt/esp/boot.elf", 94),
                program("usr/lib/firmware/qcom/modem.mbn", Samples.ARM),
                program("usr/share/qemu/opensbi-riscv64.elf", 243));
        assertEquals(
                List.of(), findings(new ArchitectureRule(), image(AMD, layer(program("a", AMD64))), image(ARM, layer)));
    }

    @Test
    void aConfigurationOfAnotherPlatformThanTheIndexSaysIsOneFinding() {
        PlatformImage amd = image(AMD, layer(program("bin/sh", AMD64)));
        PlatformImage named = new PlatformImage(ARM, amd.manifest(), amd.config(), amd.contents());
        assertEquals(
                List.of("error arm64 : its configuration says linux/amd64, and the index linux/arm64"),
                findings(new ArchitectureRule(), amd, named));
    }

    @Test
    void linuxAndWindowsAreNotComparedWithOneAnother() {
        Platform windows = new Platform("windows", "amd64", "", "10.0.17763.1");
        PlatformImage one = image(
                AMD,
                config -> config.put("User", "app"),
                layer(file("a", 10_000_000, null), Samples.packages("curl 7.88 amd64")));
        PlatformImage other = image(windows, layer(file("Files/a", 900_000_000, null)));
        for (Rule rule : List.of(
                new SizeRule(),
                new ConfigRule(),
                new PackagesRule(),
                new RuntimeRule(),
                new FilesRule(),
                new ArchitectureRule())) {
            assertEquals(List.of(), findings(rule, one, other), rule.name()::word);
        }
    }

    @Test
    void everyPlatformThatHasGrownIsNamed() {
        PlatformImage small = image(AMD, layer(file("a", 50_000_000, null)));
        PlatformImage large = image(ARM, layer(file("a", 90_000_000, null)));
        PlatformImage larger = image(Platform.parse("s390x"), layer(file("a", 95_000_000, null)));
        assertEquals(2, findings(new SizeRule(), small, large, larger).size());
    }

    @Test
    void aLayerThatIsPackedWorseIsNamed() {
        LayerContents packed = layer(file("a", 80_000_000, null));
        LayerContents plain =
                new LayerContents(packed.digest(), packed.unpacked(), packed.unpacked(), packed.entries());
        LayerContents rest = layer(file("b", 500_000_000, null));
        assertEquals(
                List.of("error arm64 : its layer 1 is 80.0 MB compressed, and that of linux/amd64 is 40.0 MB"),
                findings(new SizeRule(), image(AMD, packed, rest), image(ARM, plain, rest)));
    }

    @Test
    void aPlatformThatHasGrownIsNamedWithItsLayerAndItsLargestFiles() {
        PlatformImage small = image(AMD, layer(file("a", 50_000_000, null)), layer(file("b", 1_000_000, null)));
        PlatformImage large = image(
                ARM,
                layer(file("a", 50_000_000, null)),
                layer(file("b", 1_000_000, null), file("boot/vmlinuz", 900_000_000, null)));
        List<Finding> found = new SizeRule().look(both(small, large), CheckOptions.defaults());
        assertEquals(1, found.size());
        assertEquals(
                "it is 951.0 MB unpacked, and linux/amd64 is 51.0 MB",
                found.get(0).message());
        assertEquals(
                "Look into layer 2 (command 2). Largest: /boot/vmlinuz 900.0 MB.",
                found.get(0).remedy());
    }

    @Test
    void aLayerThatHasGrownIsNamedThoughTheImageHasNot() {
        PlatformImage one = image(AMD, layer(file("a", 500_000_000, null)), layer(file("b", 10_000_000, null)));
        PlatformImage other = image(ARM, layer(file("a", 500_000_000, null)), layer(file("b", 30_000_000, null)));
        assertEquals(
                List.of("error arm64 : its layer 2 is 30.0 MB unpacked, and that of linux/amd64 is 10.0 MB"),
                findings(new SizeRule(), one, other));
    }

    @Test
    void sizesWithinTheRatioAndSmallDifferencesAreFine() {
        PlatformImage one = image(AMD, layer(file("a", 100_000_000, null)), layer(file("b", 100_000, null)));
        PlatformImage other = image(ARM, layer(file("a", 120_000_000, null)), layer(file("b", 900_000, null)));
        assertEquals(List.of(), findings(new SizeRule(), one, other));
    }

    @Test
    void aCeilingHoldsForEachPlatform() {
        PlatformImage one = image(AMD, layer(file("a", 100_000_000, null)));
        CheckOptions options = new CheckOptions(java.util.Map.of(), List.of(), 1.25, 40_000_000);
        assertEquals(1, new SizeRule().look(both(one), options).size());
    }

    @Test
    void javaHomeMayNameTheArchitectureAndNothingElseMayDiffer() {
        PlatformImage one = image(AMD, config -> {
            config.putArray("Env")
                    .add("JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64")
                    .add("A=1")
                    .add("ONLY=x");
            config.putArray("Entrypoint").add("java");
            config.putObject("ExposedPorts").putObject("80/tcp");
            config.putObject("Labels").put("build-date", "1").put("team", "a");
        });
        PlatformImage other = image(ARM, config -> {
            config.putArray("Env")
                    .add("JAVA_HOME=/usr/lib/jvm/java-17-openjdk-arm64")
                    .add("A=2");
            config.putArray("Entrypoint").add("java").add("-server");
            config.putObject("ExposedPorts").putObject("80/tcp");
            config.putObject("Labels").put("build-date", "2").put("team", "a");
        });
        assertEquals(
                List.of(
                        "error arm64 Entrypoint: it is '[\"java\",\"-server\"]', and '[\"java\"]' on linux/amd64",
                        "error arm64 Env.A: it is '2', and '1' on linux/amd64",
                        "error arm64 Env.ONLY: it is not set, and 'x' on linux/amd64"),
                findings(new ConfigRule(), one, other));
    }

    @Test
    void anotherJavaOrCLibraryIsTold() {
        PlatformImage one = image(AMD, layer(release("opt/java", "17.0.9", "Debian"), program("lib/x.so", AMD64)));
        PlatformImage other = image(
                ARM,
                layer(
                        release("opt/java", "17.0.8", "Debian"),
                        program("lib/x.so", ARM64, Elf.System.LINUX, Elf.Libc.MUSL)));
        assertEquals(
                List.of(
                        "error arm64 Java: it is 17.0.8 of Debian, and 17.0.9 of Debian on linux/amd64",
                        "error arm64 C library: it is musl, and glibc on linux/amd64"),
                findings(new RuntimeRule(), one, other));
    }

    @ParameterizedTest
    @CsvSource({
        "1.8.0_392, Debian, 1",
        "8.0.392, Debian, 0",
        "10.0.2, Debian, 1",
        "9, Debian, 1",
        "11.0.21, Debian, 0",
        "11.0.8, Debian, 0",
        "11.0.8, Amazon.com Inc., 1",
        "11, Amazon.com Inc., 1",
        "11.0.9, Amazon.com Inc., 0",
        "11.0.21, Amazon.com Inc., 0",
        "17.0.9, Debian, 0",
        "21, Debian, 0"
    })
    void anOldJavaOnArm64IsWarnedOf(String version, String vendor, int warnings) {
        LayerContents layer = layer(release("opt/java", version, vendor));
        assertEquals(
                warnings,
                findings(new RuntimeRule(), image(AMD, layer), image(ARM, layer))
                        .size());
    }

    @Test
    void filesMayDifferByTheArchitecturesWordsOnly() {
        PlatformImage one = image(AMD, layer(file("usr/lib/x86_64-linux-gnu/libz.so", 1, null), file("a", 1, null)));
        PlatformImage other = image(ARM, layer(file("usr/lib/aarch64-linux-gnu/libz.so", 1, null), file("b", 1, null)));
        assertEquals(
                List.of(
                        "error amd64 /a: it is not there on linux/arm64",
                        "error arm64 /b: it is not there on linux/amd64"),
                findings(new FilesRule(), one, other));
    }

    @ParameterizedTest
    @CsvSource({
        "java-17-openjdk-amd64, java-17-openjdk-{arch}",
        "linux-x86_64/libx.so, linux-{arch}/libx.so",
        "usr/lib/aarch64-linux-gnu/x, usr/lib/{arch}-linux-gnu/x",
        "charm/armour, charm/armour",
        "lib64/ld-linux-x86-64.so.2, lib64/ld-linux-{arch}.so.2",
        "Linux-ARM64, Linux-{arch}"
    })
    void wordsOfArchitecturesAreTakenOutWhole(String text, String bare) {
        assertEquals(bare, Machines.withoutWords(text));
    }
}
