package io.github.multiarchmaven.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiarchmaven.contents.LayerEntry.Type;
import io.github.multiarchmaven.image.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers over one another (OCI image specification, "Applying Changesets"). */
class ImageContentsTest {
    private static final Digest ANY = Digest.ofBytes(new byte[0]);

    private static LayerContents layer(LayerEntry... entries) {
        return new LayerContents(ANY, 0, 0, List.of(entries));
    }

    private static LayerEntry entry(Type type, String path) {
        return new LayerEntry(path, type, 0644, 1, "", null);
    }

    private static String paths(LayerContents... layers) {
        return String.join(" ", new ImageContents(List.of(layers)).entries().keySet());
    }

    @Test
    void aWhiteoutHidesAFileOrAFolderWithAllBelow() {
        LayerContents base = layer(
                entry(Type.DIRECTORY, "d"),
                entry(Type.FILE, "d/a"),
                entry(Type.FILE, "d/b/c"),
                entry(Type.FILE, "d.txt"));
        assertEquals("d.txt", paths(base, layer(entry(Type.WHITEOUT, "d"))));
        assertEquals("d d.txt d/b/c", paths(base, layer(entry(Type.WHITEOUT, "d/a"))));
    }

    @Test
    void anOpaqueFolderHidesWhatIsBelowInLowerLayersOnlyWhereverItStands() {
        LayerContents base = layer(entry(Type.DIRECTORY, "d"), entry(Type.FILE, "d/old"), entry(Type.FILE, "e"));
        assertEquals("d d/new e", paths(base, layer(entry(Type.FILE, "d/new"), entry(Type.OPAQUE, "d"))));
        assertEquals("d/new", paths(base, layer(entry(Type.FILE, "d/new"), entry(Type.OPAQUE, ""))));
    }

    @Test
    void aFileInTheNameOfAFolderReplacesItAndAllBelow() {
        LayerContents base = layer(entry(Type.DIRECTORY, "d"), entry(Type.FILE, "d/a"));
        assertEquals("d", paths(base, layer(entry(Type.FILE, "d"))));
    }

    @Test
    void aHardLinkIsTheFileUnderAnotherNameWithoutItsSize() {
        LayerEntry link = new LayerEntry("h", Type.HARDLINK, 0, 0, "f", null);
        var contents = new ImageContents(List.of(layer(entry(Type.FILE, "f")), layer(link)));
        LayerEntry seen = contents.entries().get("h").entry();
        assertEquals(Type.FILE, seen.type());
        assertEquals(0, seen.size());
        assertEquals(1, contents.entries().get("h").layer());
    }
}
