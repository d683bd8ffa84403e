package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.Descriptor;

/**
 * One layer of an image.
 *
 * @param name {@code base}, or the name of our layer
 * @param reused whether nothing had to be stored for it: a layer of a base in a registry, or one that the layout had before
 */
public record LayerResult(String name, Descriptor layer, boolean reused) {
    /** The name of every layer that comes from the base image. */
    public static final String BASE = "base";
}
