package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.image.Digest;
import java.util.List;

/**
 * What one layer adds, changes and hides.
 *
 * @param digest of the blob, as stored
 * @param compressed bytes of the blob
 * @param unpacked bytes of all files' contents
 * @param entries in the tar's order
 */
public record LayerContents(Digest digest, long compressed, long unpacked, List<LayerEntry> entries) {
    public LayerContents {
        entries = List.copyOf(entries);
    }
}
