package io.github.multiarchmaven.check;

import java.util.List;

/**
 * All platforms of an image.
 *
 * @param name for messages
 * @param platforms at least one
 */
public record CheckedImage(String name, List<PlatformImage> platforms) {
    public CheckedImage {
        platforms = List.copyOf(platforms);
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException("an image without platforms");
        }
    }
}
