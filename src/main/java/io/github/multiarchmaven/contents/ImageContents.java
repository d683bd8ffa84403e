package io.github.multiarchmaven.contents;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file system that an image's layers make, lowest first (OCI image specification, "Applying Changesets"): a whiteout hides what
 * lower layers have, and nothing of its own.
 */
public final class ImageContents {
    /** After a slash in the order of characters: the end of all paths below a folder. */
    private static final char AFTER_SLASH = '0';

    private final List<LayerContents> layers;
    private final NavigableMap<String, PlacedEntry> entries = new TreeMap<>();

    /** @param layer index of the layer that has it */
    public record PlacedEntry(int layer, LayerEntry entry) {}

    public ImageContents(List<LayerContents> layers) {
        this.layers = List.copyOf(layers);
        for (int i = 0; i < layers.size(); i++) {
            hide(layers.get(i));
            add(i, layers.get(i));
        }
    }

    private void hide(LayerContents layer) {
        for (LayerEntry entry : layer.entries()) {
            if (entry.type() == LayerEntry.Type.WHITEOUT) {
                entries.remove(entry.path());
                below(entry.path()).clear();
            } else if (entry.type() == LayerEntry.Type.OPAQUE) {
                below(entry.path()).clear();
            }
        }
    }

    private void add(int index, LayerContents layer) {
        for (LayerEntry entry : layer.entries()) {
            switch (entry.type()) {
                case WHITEOUT, OPAQUE -> {}
                case DIRECTORY -> entries.put(entry.path(), new PlacedEntry(index, entry));
                case HARDLINK -> {
                    below(entry.path()).clear();
                    entries.put(entry.path(), new PlacedEntry(index, linked(entry)));
                }
                default -> {
                    // What was a folder is one no longer.
                    below(entry.path()).clear();
                    entries.put(entry.path(), new PlacedEntry(index, entry));
                }
            }
        }
    }

    /** A hard link to a file is that file under another name; its bytes are stored once. */
    private LayerEntry linked(LayerEntry link) {
        PlacedEntry target = entries.get(link.target());
        return target == null || target.entry().type() != LayerEntry.Type.FILE
                ? link
                : new LayerEntry(
                        link.path(),
                        LayerEntry.Type.FILE,
                        target.entry().mode(),
                        0,
                        "",
                        target.entry().facts());
    }

    private SortedMap<String, PlacedEntry> below(String folder) {
        return folder.isEmpty() ? entries : entries.subMap(folder + "/", folder + AFTER_SLASH);
    }

    public List<LayerContents> layers() {
        return layers;
    }

    /** What is visible, by path, sorted; no whiteouts. Hard links to files stand as what they link to. */
    public SortedMap<String, PlacedEntry> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }
}
