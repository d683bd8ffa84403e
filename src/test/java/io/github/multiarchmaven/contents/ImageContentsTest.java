package io.github.multiarchmaven.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.contents.ImageContents.PlacedEntry;
import io.github.multiarchmaven.contents.LayerEntry.Type;
import io.github.multiarchmaven.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
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
        return paths(new ImageContents(List.of(layers)).entries());
    }

    private static String paths(List<PlacedEntry> entries) {
        return entries.stream().map(placed -> placed.entry().path()).collect(Collectors.joining(" "));
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
        PlacedEntry seen = contents.entries().get(1);
        assertEquals("h", seen.entry().path());
        assertEquals(Type.FILE, seen.entry().type());
        assertEquals(0, seen.entry().size());
        assertEquals(1, seen.layer());
    }

    @Test
    void aFolderThatIsHiddenComesBackWithWhatIsNewInItAlone() {
        LayerContents base = layer(entry(Type.FILE, "d/e/old"), entry(Type.FILE, "d/e/f/old"));
        LayerContents hides = layer(entry(Type.WHITEOUT, "d"));
        LayerContents again = layer(entry(Type.FILE, "d/e/f/new"), entry(Type.FILE, "d/e/f/newer"));
        assertEquals("d/e/f/new d/e/f/newer", paths(base, hides, again));
        assertEquals("d/e/f", paths(base, hides, again, layer(entry(Type.FILE, "d/e/f"))));
        assertEquals("", paths(base, hides, again, hides));
    }

    /** Made up many times over, from few names so that they meet. */
    @Test
    void whatTellsSomethingIsAPartOfWhatIsVisibleHoweverItIsHidden() {
        Random random = new Random(7);
        FileFacts fact = new FileFacts.Text("x");
        int telling = 0;
        for (int image = 0; image < 2000; image++) {
            List<LayerContents> layers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                LayerEntry[] entries = new LayerEntry[4];
                for (int j = 0; j < entries.length; j++) {
                    Type type = random.nextBoolean() ? Type.FILE : Type.values()[random.nextInt(Type.values().length)];
                    entries[j] = new LayerEntry(
                            path(random),
                            type,
                            0,
                            0,
                            type == Type.HARDLINK ? path(random) : "",
                            type == Type.FILE && random.nextInt(4) > 0 ? fact : null);
                }
                layers.add(layer(entries));
            }
            ImageContents contents = new ImageContents(layers);
            List<PlacedEntry> expected = contents.entries().stream()
                    .filter(placed -> placed.entry().facts() != null)
                    .toList();
            assertEquals(expected, contents.telling(), layers::toString);
            telling += expected.size();
        }
        assertTrue(telling > 2000, "of 2000 images only " + telling + " such files were visible");
    }

    private static String path(Random random) {
        return List.of("a", "a/b", "a/b/c", "a/d", "e", "e/b/c").get(random.nextInt(6));
    }
}
