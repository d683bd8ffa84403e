package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.cache.CacheFolder;
import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.layout.ImageLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Manifests and configurations of base images: a sparse layout, of which each file is an entry. Builds read again what they miss, so
 * any of them may go.
 *
 * @param folder {@code bases} of the cache
 */
record BaseCache(Path folder) {
    static final String KIND = "base image";

    private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{128}");
    private static final String PARTIAL = ".partial-";

    /** Adds what it knows of images: which layers each has, and which manifests here are its own. */
    void describe(ImagesByDigest images) {
        if (!CacheFolder.isMarked(folder)) {
            return;
        }
        try {
            ImageLayout layout = ImageLayout.open(folder);
            for (Descriptor entry : layout.entries()) {
                String name = entry.annotations().get(Annotations.REF_NAME);
                if (name != null) {
                    describe(layout, entry, name, images, 0);
                }
            }
        } catch (ImageException e) {
            // Damaged, or being made just now: then by age and size only.
            return;
        }
    }

    private static void describe(ImageLayout layout, Descriptor what, String name, ImagesByDigest images, int depth) {
        images.add(what.digest().hex(), name);
        if (depth > Manifest.MAX_NESTING || !MediaTypes.isManifest(what.mediaType())) {
            return;
        }
        Manifest manifest;
        try {
            manifest = layout.manifest(what.digest().toString());
        } catch (ImageException e) {
            return;
        }
        manifest.blobs().forEach(blob -> images.add(blob.digest().hex(), name));
        manifest.children().forEach(child -> describe(layout, child, name, images, depth + 1));
    }

    List<Entry> entries(ImagesByDigest images) {
        List<Entry> entries = new ArrayList<>();
        if (!CacheFolder.isMarked(folder)) {
            return entries;
        }
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            for (Path file : CacheFiles.list(folder.resolve("blobs").resolve(algorithm.id()))) {
                String name = file.getFileName().toString();
                CacheFiles.attributes(file)
                        .filter(found -> found.isRegularFile())
                        .ifPresent(found -> {
                            if (BLOB.matcher(name).matches()) {
                                entries.add(Entries.of(KIND, file, found, images.of(name)));
                            } else if (name.contains(PARTIAL) && CacheFiles.isAbandoned(found)) {
                                entries.add(Entries.of(Entries.LEFT, file, found, images.none()));
                            }
                        });
            }
        }
        return entries;
    }

    /** The names of images whose manifests are gone. */
    void tidy() {
        if (CacheFolder.isMarked(folder)) {
            try {
                ImageLayout.open(folder).untagMissing();
            } catch (io.github.multiarchmaven.image.NotFoundException e) {
                // It is being made just now.
                return;
            }
        }
    }
}
