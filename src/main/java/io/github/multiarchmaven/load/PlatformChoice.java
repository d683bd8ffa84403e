package io.github.multiarchmaven.load;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which of an image's platforms is meant. */
final class PlatformChoice {
    private PlatformChoice() {}

    /**
     * The entry of an index for a platform that was asked for, or that runs on a machine.
     *
     * <p>A machine's variant is most often not known to its engine, and newer ones run what was made for older ones (as containerd's
     * {@code platforms.Only} has it): without the very variant, the highest that is not above it counts, and for other architectures
     * than arm the lowest there is.
     */
    static Optional<Descriptor> of(List<Descriptor> children, Platform wanted, boolean exactly) {
        Optional<Descriptor> exact = Optional.ofNullable(Indexes.select(children, wanted));
        if (exact.isPresent() || exactly) {
            return exact;
        }
        List<Descriptor> sameArchitecture = children.stream()
                .filter(child -> child.platform()
                        .map(p -> p.os().equals(wanted.os()) && p.architecture().equals(wanted.architecture()))
                        .orElse(false))
                .toList();
        Comparator<Descriptor> byVariant = Comparator.comparing(PlatformChoice::variant);
        return wanted.architecture().equals("arm")
                ? sameArchitecture.stream()
                        .filter(child -> variant(child).compareTo(wanted.variant()) <= 0)
                        .max(byVariant)
                : sameArchitecture.stream().min(byVariant);
    }

    /** Whether an image that stands alone is for a platform, by the same rule. */
    static boolean fits(Platform image, Platform wanted, boolean exactly) {
        return of(List.of(Descriptor.ofBytes("", new byte[0]).withPlatform(image)), wanted, exactly)
                .isPresent();
    }

    private static String variant(Descriptor child) {
        return child.platform().orElseThrow().variant();
    }

    /** The platform's manifest under an index, which may be nested. */
    static Manifest select(Repository place, String name, Manifest root, Platform wanted, boolean exactly) {
        Manifest manifest = root;
        for (int depth = 0; manifest.isIndex(); depth++) {
            Descriptor child = of(manifest.children(), wanted, exactly).orElse(null);
            if (child == null || depth > Manifest.MAX_NESTING || !MediaTypes.isManifest(child.mediaType())) {
                throw missing(name, wanted, platforms(manifest));
            }
            manifest = place.manifest(child.digest().toString());
        }
        return manifest;
    }

    static InvalidInputException missing(String name, Platform wanted, String has) {
        return new InvalidInputException("Loading " + name + " for " + wanted
                + ": it has no image for that platform, only for " + (has.isEmpty() ? "none" : has)
                + ". Name one of them with -Dplatform, or build the image for " + wanted + ".");
    }

    private static String platforms(Manifest index) {
        return index.children().stream()
                .flatMap(child -> child.platform().stream())
                .filter(platform -> !platform.isUnknown())
                .map(Platform::toString)
                .collect(Collectors.joining(", "));
    }
}
