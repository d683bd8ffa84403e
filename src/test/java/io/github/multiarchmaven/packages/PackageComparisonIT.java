package io.github.multiarchmaven.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.testbed.DebianPackages;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Debian really has for amd64 and arm64. */
class PackageComparisonIT {
    private static final List<Platform> PLATFORMS = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    /** Packages of a Java runtime and all they depend on are what base images hold. */
    @Test
    void aJavaRuntimeHasNoUnexpectedDifferences() {
        Map<Platform, List<InstalledPackage>> installed = new TreeMap<>(PackageComparison.BY_NAME);
        for (Platform platform : PLATFORMS) {
            installed.put(
                    platform,
                    Unavailable.orSkip(() -> DebianPackages.of(TestbedFolder.ofBuild(), platform)
                                    .fetch("openjdk-17-jre-headless", "base-files", "dash"))
                            .stream()
                            .map(file -> file.getFileName()
                                    .toString()
                                    .replace("%3a", ":")
                                    .replace(".deb", ""))
                            .map(name -> name.split("_"))
                            .map(parts -> new InstalledPackage(parts[0], parts[1], parts[2]))
                            .toList());
        }

        List<Difference> found = new PackageComparison().differences(installed);

        assertTrue(installed.get(PLATFORMS.get(0)).size() > 30);
        assertEquals(
                List.of(),
                found.stream().filter(d -> !d.kind().allowedByDefault()).toList());
    }

    @Test
    void packagesOfEveryDebianSystemExistForBothArchitectures() {
        List<Difference> found =
                compare(paragraph -> paragraph.matches("(?s).*\nPriority: (required|important|standard)\n.*"));

        assertEquals(
                List.of(),
                found.stream().filter(d -> !d.kind().allowedByDefault()).toList());
    }

    @Test
    void mostDifferencesOfVersionsInAllOfDebianAreRebuilds() {
        Map<Difference.Kind, Long> found = compare(paragraph -> true).stream()
                .collect(Collectors.groupingBy(Difference::kind, Collectors.counting()));

        // Of some 63,000 packages; release 12: 1,400 rebuilds, 3 versions.
        assertTrue(found.getOrDefault(Difference.Kind.REBUILD, 0L) > 100, found::toString);
        assertTrue(
                found.getOrDefault(Difference.Kind.VERSION, 0L) * 10 < found.get(Difference.Kind.REBUILD),
                found::toString);
        assertTrue(found.getOrDefault(Difference.Kind.ARCHITECTURE, 0L) > 50, found::toString);
        assertEquals(0, found.getOrDefault(Difference.Kind.FOREIGN, 0L), found::toString);
    }

    private static List<Difference> compare(Predicate<String> wanted) {
        Map<Platform, List<InstalledPackage>> installed = new TreeMap<>(PackageComparison.BY_NAME);
        for (Platform platform : PLATFORMS) {
            String records = Unavailable.orSkip(
                    () -> DebianPackages.of(TestbedFolder.ofBuild(), platform).records());
            List<InstalledPackage> packages = new ArrayList<>();
            for (String paragraph : records.split("\n\n")) {
                if (wanted.test(paragraph + "\n")) {
                    packages.add(new InstalledPackage(
                            field(paragraph, "Package"),
                            field(paragraph, "Version"),
                            field(paragraph, "Architecture")));
                }
            }
            assertTrue(packages.size() > 50);
            installed.put(platform, packages);
        }
        return new PackageComparison().differences(installed);
    }

    private static String field(String paragraph, String name) {
        return ("\n" + paragraph)
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }
}
