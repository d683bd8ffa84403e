package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;

/**
 * A packed layer.
 *
 * @param diffId digest of the layer uncompressed
 * @param reused whether the layout had it before
 */
record BuiltLayer(String name, Descriptor descriptor, Digest diffId, boolean reused) {}
