package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Platform;
import java.util.List;

/**
 * One platform's image.
 *
 * @param manifest with its platform, as it stands in the index
 * @param baseName the base's reference; null when it is {@code scratch} or in a local layout
 * @param baseDigest the base's manifest for this platform; null for {@code scratch}
 * @param size bytes of all layers as stored (compressed), base included, and of the config
 * @param layers base first
 */
public record PlatformResult(
        Platform platform,
        Descriptor manifest,
        Descriptor config,
        String baseName,
        Digest baseDigest,
        long size,
        List<LayerResult> layers) {
    public PlatformResult {
        layers = List.copyOf(layers);
    }
}
