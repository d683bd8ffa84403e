package io.github.multiarchmaven.packages;

import io.github.multiarchmaven.image.Platform;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A package that is not the same on all platforms.
 *
 * @param name of the package; with {@code {arch}} where the platforms' names hold their architecture ({@code
 *     grub-efi-{arch}-bin}), and with the architecture behind a colon when it is a foreign one ({@code libc6:i386})
 * @param versions of the platforms that have it, in the order of their names; several of one platform with {@code ", "} between them
 * @param explanation a sentence
 */
public record Difference(String name, Kind kind, Map<Platform, String> versions, String explanation) {
    /** What differs. */
    public enum Kind {
        /** Some platforms have it, some do not. */
        MISSING(false),
        /** All have it, in versions of different sources. */
        VERSION(false),
        /** All packages with this name are for another architecture than the platform's: it got there by mistake. */
        FOREIGN(false),
        /** Packages of a foreign architecture beside the platform's own, as multi-arch systems have, not on all platforms. */
        MULTIARCH(false),
        /** The same source, built again for some architectures: Debian's binary-only uploads, {@code 1.2-3+b1}. */
        REBUILD(true),
        /** Exists for some architectures only, for a known reason. */
        ARCHITECTURE(true);

        private final boolean allowed;

        Kind(boolean allowed) {
            this.allowed = allowed;
        }

        /** Whether it is to be shown, but is no reason to refuse an image. */
        public boolean allowedByDefault() {
            return allowed;
        }
    }

    public Difference {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        TreeMap<Platform, String> sorted = new TreeMap<>(PackageComparison.BY_NAME);
        sorted.putAll(versions);
        versions = Collections.unmodifiableMap(sorted);
        Objects.requireNonNull(explanation, "explanation");
    }
}
