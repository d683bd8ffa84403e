package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.cache.CacheFolder;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that this plugin keeps: manifests of bases, results of checks, packed layers of the modules at hand. */
public final class OwnCaches implements Cache {
    private final BaseCache bases;
    private final ContentsFiles contents;
    private final List<LayerFolders> layers;

    /**
     * @param cacheDirectory as in {@code build}; need not be there
     * @param buildDirectories of modules
     * @throws InvalidInputException when the folder has things in it, and none of them is ours
     */
    public OwnCaches(Path cacheDirectory, List<Path> buildDirectories) {
        this.bases = new BaseCache(cacheDirectory.resolve("bases"));
        this.contents = new ContentsFiles(cacheDirectory.resolve("contents"));
        this.layers = buildDirectories.stream().map(LayerFolders::new).toList();
        boolean ours = CacheFolder.isMarked(bases.folder()) || CacheFolder.isMarked(contents.folder());
        if (!ours && Files.exists(cacheDirectory) && !isEmpty(cacheDirectory)) {
            throw new InvalidInputException(
                    "Pruning " + cacheDirectory + ": it does not look like a cache of this plugin, as neither"
                            + " bases nor contents in it has the file " + CacheFolder.TAG
                            + " that builds write. Nothing was deleted. Correct multiarch.cacheDirectory.");
        }
    }

    private static boolean isEmpty(Path cacheDirectory) {
        return Files.isDirectory(cacheDirectory) && listed(cacheDirectory).isEmpty();
    }

    /** The folder itself may be a link: the user named it. */
    private static List<Path> listed(Path cacheDirectory) {
        try {
            return CacheFiles.list(cacheDirectory.toRealPath());
        } catch (IOException e) {
            throw CacheFiles.failed("Listing", cacheDirectory, e);
        }
    }

    @Override
    public String title() {
        return "the plugin's caches";
    }

    @Override
    public List<Entry> entries() {
        ImagesByDigest images = new ImagesByDigest();
        bases.describe(images);
        contents.describe(images);
        layers.forEach(each -> each.describe(images));
        List<Entry> entries = new ArrayList<>(bases.entries(images));
        entries.addAll(contents.entries(images));
        layers.forEach(each -> entries.addAll(each.entries(images)));
        return entries;
    }

    @Override
    public List<Entry> delete(List<Entry> chosen) {
        List<Entry> gone = new ArrayList<>();
        List<Entry> files = new ArrayList<>(chosen);
        for (LayerFolders folders : layers) {
            List<Entry> own = files.stream().filter(folders::has).toList();
            files.removeAll(own);
            gone.addAll(folders.delete(own));
        }
        for (Entry entry : files) {
            if (CacheFiles.delete(entry)) {
                gone.add(entry);
            }
        }
        bases.tidy();
        contents.tidy();
        layers.forEach(LayerFolders::tidy);
        return gone;
    }
}
