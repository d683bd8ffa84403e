package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.LayerContents;
import io.github.multiarchmaven.image.Digest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All platforms of an image.
 *
 * @param name for messages
 * @param digest of the index, or of the only platform's manifest
 * @param platforms at least one
 */
public record CheckedImage(String name, Digest digest, List<PlatformImage> platforms) {
    public CheckedImage {
        platforms = List.copyOf(platforms);
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException("an image without platforms");
        }
    }

    /** The digests of all layers that were read, each once. */
    public Set<Digest> layers() {
        return platforms.stream()
                .flatMap(platform -> platform.contents().layers().stream())
                .map(LayerContents::digest)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The platforms of each operating system: Linux and Windows have nothing in common that could be compared. */
    Collection<List<PlatformImage>> bySystem() {
        return platforms.stream()
                .collect(Collectors.groupingBy(image -> image.platform().os(), LinkedHashMap::new, Collectors.toList()))
                .values();
    }
}
