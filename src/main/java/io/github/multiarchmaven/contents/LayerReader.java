package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Repository;

/** Reads layers. Safe for use by several threads. */
public final class LayerReader {
    /**
     * Reads a layer once.
     *
     * @throws io.github.multiarchmaven.image.CorruptContentException when it is no layer, or goes beyond the bounds
     */
    public LayerContents read(Repository repository, Descriptor layer) {
        throw new UnsupportedOperationException("skeleton");
    }
}
