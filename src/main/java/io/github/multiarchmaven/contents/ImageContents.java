package io.github.multiarchmaven.contents;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The file system that an image's layers make, lowest first. */
public final class ImageContents {
    private final List<LayerContents> layers;
    private final Map<String, PlacedEntry> entries = new TreeMap<>();

    /** @param layer index of the layer that has it */
    public record PlacedEntry(int layer, LayerEntry entry) {}

    public ImageContents(List<LayerContents> layers) {
        this.layers = List.copyOf(layers);
    }

    public List<LayerContents> layers() {
        return layers;
    }

    /** What is visible, by path, sorted; no whiteouts. Hard links to files stand as what they link to. */
    public Map<String, PlacedEntry> entries() {
        return entries;
    }
}
