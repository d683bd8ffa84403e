package io.github.multiarchmaven.contents;

import java.util.Collections;
import java.util.List;

/**
 * The file system that an image's layers make, lowest first (OCI image specification, "Applying Changesets"): a whiteout hides what
 * lower layers have, and nothing of its own. Safe for use by several threads.
 */
public final class ImageContents {
    private final List<LayerContents> layers;
    private final List<PlacedEntry> telling;
    private List<PlacedEntry> entries;

    /** @param layer index of the layer that has it */
    public record PlacedEntry(int layer, LayerEntry entry) {}

    public ImageContents(List<LayerContents> layers) {
        this.layers = List.copyOf(layers);
        this.telling = Collections.unmodifiableList(VisibleEntries.of(layers, entry -> entry.facts() != null));
    }

    public List<LayerContents> layers() {
        return layers;
    }

    /**
     * What is visible, sorted by path; no whiteouts. Hard links to files stand as what they link to. Made when it is first asked for,
     * and few have to: most is in {@link #telling}.
     */
    public synchronized List<PlacedEntry> entries() {
        if (entries == null) {
            entries = Collections.unmodifiableList(VisibleEntries.of(layers, entry -> true));
        }
        return entries;
    }

    /** Those of {@link #entries} whose content says something: they have facts. */
    public List<PlacedEntry> telling() {
        return telling;
    }
}
