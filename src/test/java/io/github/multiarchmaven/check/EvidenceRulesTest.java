package io.github.multiarchmaven.check;

import static io.github.multiarchmaven.check.Samples.AMD64;
import static io.github.multiarchmaven.check.Samples.ARM64;
import static io.github.multiarchmaven.check.Samples.both;
import static io.github.multiarchmaven.check.Samples.findings;
import static io.github.multiarchmaven.check.Samples.image;
import static io.github.multiarchmaven.check.Samples.jar;
import static io.github.multiarchmaven.check.Samples.layer;
import static io.github.multiarchmaven.check.Samples.packages;
import static io.github.multiarchmaven.check.Samples.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.LayerContents;
import io.github.multiarchmaven.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules that judge by evidence which reports show too: jars' native libraries, and packages. */
class EvidenceRulesTest {
    private static final Platform AMD = Platform.linuxAmd64();
    private static final Platform ARM = Platform.linuxArm64();
    private static final LayerContents OLD_LEVELDB = layer(jar(
            "app/libs/leveldbjni-all-1.8.jar",
            Map.of("META-INF/native/linux64/libleveldbjni.so", AMD64, "META-INF/native/linux32/libleveldbjni.so", 3)));

    @Test
    void aJarWithoutLibrariesForThePlatformIsNamedWithWhatHelps() {
        List<Finding> found =
                new NativesRule().look(both(image(AMD, OLD_LEVELDB), image(ARM, OLD_LEVELDB)), CheckOptions.defaults());
        assertEquals(1, found.size());
        assertEquals(Optional.of(ARM), found.get(0).platform());
        assertEquals(
                new Subject(Subject.Kind.JAR, "/app/libs/leveldbjni-all-1.8.jar"),
                found.get(0).subject());
        assertEquals(
                "it has no library libleveldbjni for it, but for others (META-INF/native/linux32/libleveldbjni.so,"
                        + " META-INF/native/linux64/libleveldbjni.so)",
                found.get(0).message());
        assertTrue(
                found.get(0).remedy().contains("org.iq80.leveldb:leveldb:0.12"),
                found.get(0).remedy());
    }

    @Test
    void eachPlatformMayHaveAJarOfItsOwn() {
        assertEquals(
                List.of(),
                findings(
                        new NativesRule(),
                        image(
                                AMD,
                                layer(jar(
                                        "app/libs/tcnative-2.0.1-linux-x86_64.jar", Map.of("libtc_x86_64.so", AMD64)))),
                        image(
                                ARM,
                                layer(jar(
                                        "app/libs/tcnative-2.0.1-linux-aarch_64.jar",
                                        Map.of("libtc_aarch_64.so", ARM64))))));
    }

    @Test
    void librariesForGlibcDoNotServeAnImageWithMusl() {
        LayerContents libraries = layer(jar("app/libs/foo-1.0.jar", Map.of("linux-x86_64/libfoo.so", AMD64)));
        LayerContents musl = layer(program("bin/busybox", AMD64, Elf.System.LINUX, Elf.Libc.MUSL));
        assertEquals(
                List.of("error amd64 /app/libs/foo-1.0.jar: its library libfoo is for the other C library"
                        + " (linux-x86_64/libfoo.so)"),
                findings(new NativesRule(), image(AMD, musl, libraries)));
        LayerContents glibc = layer(program("bin/bash", AMD64));
        assertEquals(List.of(), findings(new NativesRule(), image(AMD, glibc, libraries)));
    }

    @Test
    void architectureSpeaksOfJarsWhereNativesIsOff() {
        CheckedImage image = both(image(ARM, OLD_LEVELDB));
        assertEquals(List.of(), new ArchitectureRule().look(image, CheckOptions.defaults()));
        CheckOptions off = new CheckOptions(Map.of(RuleName.NATIVES, Severity.OFF), List.of(), 1.25, 0);
        List<Finding> found = new ArchitectureRule().look(image, off);
        assertEquals(1, found.size());
        assertEquals(
                "its native libraries are all for other machines", found.get(0).message());
    }

    @Test
    void aJarIsAllowedByItsFilesNameAlone() {
        Allowance allowance = new Allowance(
                Optional.of(RuleName.NATIVES),
                Optional.of(Subject.Kind.JAR),
                "leveldbjni-all-*.jar",
                "the store is not used on arm64");
        CheckOptions options = new CheckOptions(Map.of(), List.of(allowance), 1.25, 0);
        CheckResult result =
                new Check(options, java.util.Set.of()).run(both(image(AMD, OLD_LEVELDB), image(ARM, OLD_LEVELDB)));
        assertEquals(List.of(), result.findings());
        assertEquals(
                List.of("the store is not used on arm64"),
                result.allowed().stream().map(CheckResult.Allowed::reason).toList());
    }

    @Test
    void packagesInOtherVersionsOrMissingAreToldForEveryPlatform() {
        List<String> found = findings(
                new PackagesRule(),
                image(AMD, layer(packages("openssl 3.0.15 amd64", "curl 7.88 amd64"))),
                image(ARM, layer(packages("openssl 3.0.11 arm64"))));
        assertEquals(
                List.of(
                        "error all curl: it is 7.88 on linux/amd64, not installed on linux/arm64",
                        "error all openssl: it is 3.0.15 on linux/amd64, 3.0.11 on linux/arm64"),
                found);
    }

    @Test
    void whatIsExpectedToDifferIsShownWithItsReasonAndFailsNothing() {
        CheckResult result = new Check(CheckOptions.defaults(), java.util.Set.of())
                .run(both(
                        image(AMD, layer(packages("zlib 1.2-1+b1 amd64", "libquadmath0 12 amd64"))),
                        image(ARM, layer(packages("zlib 1.2-1 arm64")))));
        assertEquals(List.of(), result.findings());
        assertEquals(
                List.of("libquadmath0", "zlib"),
                result.allowed().stream()
                        .map(allowed -> allowed.finding().subject().name())
                        .toList());
        assertTrue(
                result.allowed().get(0).reason().contains("128-bit"),
                result.allowed().get(0).reason());
    }

    @Test
    void aPlatformWithoutAnyPackageDatabaseIsOneFinding() {
        assertEquals(
                List.of("error arm64 : it has no package database, and linux/amd64 has 2 packages"),
                findings(
                        new PackagesRule(),
                        image(AMD, layer(packages("openssl 3.0.15 amd64", "curl 7.88 amd64"))),
                        image(ARM, layer(program("app/native", ARM64)))));
    }
}
