package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.Digest;
import java.util.List;

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
}
