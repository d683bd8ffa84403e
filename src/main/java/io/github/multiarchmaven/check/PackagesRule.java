package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.packages.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The same packages in the same versions. A rebuild of one source for one architecture ({@code +b1}, Debian's binary-only upload), and
 * what exists for some architectures only, as kernels and microcode do, are expected.
 */
final class PackagesRule implements Rule {
    @Override
    public RuleName name() {
        return RuleName.PACKAGES;
    }

    @Override
    public List<Finding> look(CheckedImage image, CheckOptions options) {
        List<Finding> findings = new ArrayList<>(withoutDatabase(image));
        for (Difference difference : PackageDifferences.of(image)) {
            if (!difference.kind().allowedByDefault()) {
                findings.add(finding(difference, image));
            }
        }
        return findings;
    }

    @Override
    public List<CheckResult.Allowed> expected(CheckedImage image) {
        return PackageDifferences.of(image).stream()
                .filter(difference -> difference.kind().allowedByDefault())
                .map(difference -> new CheckResult.Allowed(finding(difference, image), difference.explanation()))
                .toList();
    }

    private static List<Finding> withoutDatabase(CheckedImage image) {
        List<Finding> findings = new ArrayList<>();
        for (List<PlatformImage> alike : image.bySystem()) {
            Optional<PlatformImage> with = alike.stream()
                    .filter(platform -> !platform.packages().isEmpty())
                    .findFirst();
            alike.stream()
                    .filter(platform -> with.isPresent() && platform.packages().isEmpty())
                    .map(platform -> new Finding(
                            RuleName.PACKAGES,
                            Severity.ERROR,
                            Optional.of(platform.platform()),
                            Subject.image(),
                            "it has no package database, and " + with.get().platform() + " has "
                                    + with.get().packages().size() + " packages",
                            "Take one base image for all platforms."))
                    .forEach(findings::add);
        }
        return findings;
    }

    private static Finding finding(Difference difference, CheckedImage image) {
        return new Finding(
                RuleName.PACKAGES,
                Severity.ERROR,
                Optional.empty(),
                Subject.packageOf(difference.name()),
                message(difference, image),
                remedy(difference.kind()));
    }

    private static String message(Difference difference, CheckedImage image) {
        return switch (difference.kind()) {
            case FOREIGN, MULTIARCH -> difference.explanation().replaceFirst("\\.$", "");
            default ->
                image.platforms().stream()
                        .map(PlatformImage::platform)
                        .map(platform -> word(difference, platform) + " on " + platform)
                        .collect(Collectors.joining(", ", "it is ", ""));
        };
    }

    private static String word(Difference difference, Platform platform) {
        return Optional.ofNullable(difference.versions().get(platform)).orElse("not installed");
    }

    private static String remedy(Difference.Kind kind) {
        return switch (kind) {
            case VERSION -> "Pin the version, or install from one snapshot of the distribution for all platforms.";
            case FOREIGN -> "Install it for the platform's own architecture.";
            default -> "Install it on all platforms or none, or allow it with a reason.";
        };
    }
}
