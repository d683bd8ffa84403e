package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.Elf;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Same Java by version and vendor, same kind of C library; and no Java that is known to be slow on arm64. */
final class RuntimeRule extends PairRule {
    @Override
    public RuleName name() {
        return RuleName.RUNTIME;
    }

    @Override
    public List<Finding> look(CheckedImage image, CheckOptions options) {
        List<Finding> findings = super.look(image, options);
        image.platforms().forEach(platform -> slow(platform).ifPresent(findings::add));
        return findings;
    }

    @Override
    void compare(PlatformImage one, PlatformImage other, List<Finding> findings) {
        difference(one, other, "Java", JavaReleases.of(one), JavaReleases.of(other))
                .ifPresent(findings::add);
        difference(one, other, "C library", libc(one), libc(other)).ifPresent(findings::add);
    }

    private static Optional<Finding> difference(
            PlatformImage one, PlatformImage other, String what, Set<String> ours, Set<String> theirs) {
        return ours.equals(theirs)
                ? Optional.empty()
                : Optional.of(new Finding(
                        RuleName.RUNTIME,
                        Severity.ERROR,
                        Optional.of(other.platform()),
                        Subject.field(what),
                        "it is " + words(theirs) + ", and " + words(ours) + " on " + one.platform(),
                        "Take one base image for all platforms, or bases of the same version."));
    }

    private static String words(Set<String> values) {
        return values.isEmpty() ? "not there" : String.join(" and ", values);
    }

    private static Set<String> libc(PlatformImage image) {
        Elf.Libc libc = image.libc();
        return libc == Elf.Libc.UNKNOWN ? Set.of() : Set.of(libc.name().toLowerCase(Locale.ROOT));
    }

    /** What is known to be slow on arm64: a Java as {@link JavaReleases} says it, why, and what to take instead. */
    private record Slow(Pattern java, String why, String remedy) {}

    private static final List<Slow> SLOW = List.of(
            // JEP 315, "Improve Aarch64 Intrinsics".
            new Slow(
                    Pattern.compile("(1\\.8|9|10)\\..*|(9|10) .*"),
                    "the intrinsics for it came with Java 11 (JEP 315)",
                    "Run the application on Java 11 or newer; it need not be compiled for it."),
            // AWS, "Java on Graviton": Corretto is built with the atomics of ARMv8.1 since October 2020, which is
            // 11.0.9.
            new Slow(
                    Pattern.compile("11(\\.0\\.[0-8](\\..*)?)? of Amazon.*"),
                    "its atomic operations are those of ARMv8.0 (Corretto has the faster ones since 11.0.9)",
                    "Take a base image with the newest Corretto 11, or a newer Java."));

    private static Optional<Finding> slow(PlatformImage image) {
        if (!image.platform().architecture().equals("arm64")) {
            return Optional.empty();
        }
        return JavaReleases.of(image).stream()
                .flatMap(java -> SLOW.stream()
                        .filter(slow -> slow.java().matcher(java).matches())
                        .map(slow -> new Finding(
                                RuleName.RUNTIME,
                                Severity.WARN,
                                Optional.of(image.platform()),
                                Subject.field("Java"),
                                "Java " + java + " is slow on arm64: " + slow.why(),
                                slow.remedy())))
                .findFirst();
    }
}
