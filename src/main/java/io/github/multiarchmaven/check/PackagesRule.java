package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.FileFacts;
import io.github.multiarchmaven.contents.ImageContents.PlacedEntry;
import io.github.multiarchmaven.image.Glob;
import io.github.multiarchmaven.packages.InstalledPackage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The same packages in the same versions. A rebuild of one source for one architecture ({@code +b1}, Debian's binary-only upload) is the
 * same version; kernels, firmware and what exists for one architecture only are passed over.
 */
final class PackagesRule extends PairRule {
    /** By nature of one architecture: kernels, boot loaders, microcode, libraries for 128-bit floats of x86. */
    private static final List<String> OF_ONE_ARCHITECTURE = List.of(
            "linux-image-*",
            "linux-headers-*",
            "linux-modules-*",
            "kernel",
            "kernel-*",
            "*-microcode",
            "microcode_ctl",
            "grub*",
            "shim*",
            "syslinux*",
            "libquadmath*",
            "libx32*",
            "lib32*",
            "libc6-i386",
            "libmvec*");

    @Override
    public RuleName name() {
        return RuleName.PACKAGES;
    }

    @Override
    void compare(PlatformImage one, PlatformImage other, List<Finding> findings) {
        Map<String, Set<String>> ours = packages(one);
        Map<String, Set<String>> theirs = packages(other);
        Set<String> names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        for (String name : names) {
            Set<String> here = ours.getOrDefault(name, Set.of());
            Set<String> there = theirs.getOrDefault(name, Set.of());
            if (!here.equals(there)) {
                findings.add(difference(name, one, here, other, there));
            }
        }
    }

    /** Versions by name, both without the architecture's own words. */
    private static Map<String, Set<String>> packages(PlatformImage image) {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (PlacedEntry placed : image.contents().entries().values()) {
            if (placed.entry().facts() instanceof FileFacts.Packages database) {
                for (InstalledPackage installed : database.installed()) {
                    if (OF_ONE_ARCHITECTURE.stream().noneMatch(pattern -> Glob.matches(pattern, installed.name()))) {
                        packages.computeIfAbsent(
                                        Machines.withoutOwnWords(installed.name(), image.platform()),
                                        name -> new TreeSet<>())
                                .add(installed.version().replaceFirst("\\+b\\d+$", ""));
                    }
                }
            }
        }
        return packages;
    }

    private static Finding difference(
            String name, PlatformImage one, Set<String> ours, PlatformImage other, Set<String> theirs) {
        boolean both = !ours.isEmpty() && !theirs.isEmpty();
        return new Finding(
                RuleName.PACKAGES,
                Severity.ERROR,
                Optional.of(other.platform()),
                Subject.packageOf(name),
                "it is " + words(theirs) + ", and " + words(ours) + " on " + one.platform(),
                both
                        ? "Pin the version, or install from one snapshot of the distribution for all platforms."
                        : "Install it on all platforms or none, or allow it with a reason.");
    }

    private static String words(Set<String> versions) {
        return versions.isEmpty() ? "not installed" : String.join(" and ", versions);
    }
}
