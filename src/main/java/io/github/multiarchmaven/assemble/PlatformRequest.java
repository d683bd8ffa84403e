package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.Platform;
import java.util.List;
import java.util.Objects;

/**
 * One platform's image.
 *
 * @param layers go on top of the base, in this order; empty ones are left out
 */
public record PlatformRequest(Platform platform, BaseImage base, ContainerSettings container, List<Layer> layers) {
    public PlatformRequest {
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(container, "container");
        layers = layers.stream().filter(layer -> !layer.files().isEmpty()).toList();
    }
}
