package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.contents.ImageContents.PlacedEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Layers over one another, lowest first. Entries that are not wanted are not held, and hide what they hide all the same. Takes time in
 * proportion to the number of entries, whatever whiteouts do; no order is kept until the end, as most of the time went there.
 */
final class VisibleEntries {
    private final Predicate<LayerEntry> wanted;
    private final Map<String, PlacedEntry> entries = new HashMap<>();
    /** What is in a folder: entries, and folders that have no entry of their own. What is there no longer may stand here still. */
    private final Map<String, Set<String>> folders = new HashMap<>();

    private VisibleEntries(Predicate<LayerEntry> wanted) {
        this.wanted = wanted;
    }

    /** Sorted by path. */
    static List<PlacedEntry> of(List<LayerContents> layers, Predicate<LayerEntry> wanted) {
        VisibleEntries visible = new VisibleEntries(wanted);
        for (int i = 0; i < layers.size(); i++) {
            visible.hide(layers.get(i));
            visible.add(i, layers.get(i));
        }
        List<PlacedEntry> sorted = new ArrayList<>(visible.entries.values());
        sorted.sort(Comparator.comparing(placed -> placed.entry().path()));
        return sorted;
    }

    /** Whiteouts are for lower layers alone, wherever they stand in their own. */
    private void hide(LayerContents layer) {
        if (entries.isEmpty()) {
            return;
        }
        for (LayerEntry entry : layer.entries()) {
            if (entry.type() == LayerEntry.Type.WHITEOUT) {
                entries.remove(entry.path());
                clear(entry.path());
            } else if (entry.type() == LayerEntry.Type.OPAQUE) {
                clear(entry.path());
            }
        }
    }

    private void add(int index, LayerContents layer) {
        for (LayerEntry entry : layer.entries()) {
            LayerEntry.Type type = entry.type();
            if (type == LayerEntry.Type.WHITEOUT || type == LayerEntry.Type.OPAQUE) {
                continue;
            }
            if (type != LayerEntry.Type.DIRECTORY) {
                // What was a folder is one no longer.
                clear(entry.path());
            }
            LayerEntry shown = type == LayerEntry.Type.HARDLINK ? linked(entry) : entry;
            if (wanted.test(shown)) {
                put(new PlacedEntry(index, shown));
            } else {
                entries.remove(entry.path());
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

    private void put(PlacedEntry placed) {
        String path = placed.entry().path();
        if (entries.put(path, placed) != null) {
            return;
        }
        boolean fresh = true;
        for (String child = path; fresh && !child.isEmpty(); ) {
            String folder = child.substring(0, Math.max(0, child.lastIndexOf('/')));
            fresh = folders.computeIfAbsent(folder, f -> new HashSet<>()).add(child);
            child = folder;
        }
    }

    /** All below a folder; {@code ""} is the root. */
    private void clear(String folder) {
        Set<String> children = folders.remove(folder);
        if (children != null) {
            for (String child : children) {
                entries.remove(child);
                clear(child);
            }
        }
    }
}
