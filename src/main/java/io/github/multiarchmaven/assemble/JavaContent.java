package io.github.multiarchmaven.assemble;

import java.util.List;

/**
 * What a Java application puts into an image.
 *
 * @param layers in their order in the image; never an empty one
 * @param entrypoint for {@link ContainerSettings}; null to inherit
 * @param cmd for {@link ContainerSettings}; null when there is none or to inherit
 * @param mainClass given or found; null when an entrypoint of its own made it unnecessary
 */
public record JavaContent(List<Layer> layers, List<String> entrypoint, List<String> cmd, String mainClass) {
    public JavaContent {
        layers = List.copyOf(layers);
    }
}
