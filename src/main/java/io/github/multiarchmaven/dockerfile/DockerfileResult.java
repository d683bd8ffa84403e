package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Platform;
import java.util.List;

/**
 * What lies in the layout now.
 *
 * @param index the image index, tagged
 * @param engine what built it, for messages
 * @param images in the order of the request
 */
public record DockerfileResult(Descriptor index, String engine, List<PlatformImage> images) {
    public DockerfileResult {
        images = List.copyOf(images);
    }

    /**
     * One platform's image.
     *
     * @param manifest with its platform, as it stands in the index
     * @param layers base first
     */
    public record PlatformImage(Platform platform, Descriptor manifest, Descriptor config, List<Descriptor> layers) {
        public PlatformImage {
            layers = List.copyOf(layers);
        }
    }
}
