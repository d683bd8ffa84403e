package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.layout.Layout;
import io.github.multiarchmaven.layout.LayoutReference;
import io.github.multiarchmaven.transfer.SparseSource;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An image that a goal reads: the one that {@code -Dimage} names, in a registry or a layout, or the project's own in its layout.
 *
 * @param name for messages
 * @param place has, or gets, all of it
 * @param reference in a registry, now or later; null for a layout that was named
 */
record ReadImage(String name, Repository place, String tagOrDigest, Reference reference) {
    /**
     * Opens it, and closes it after the work.
     *
     * @param named by {@code -Dimage}; null for none
     * @param own the project's image, where none is named
     * @param layoutDirectory where the project's image has its layout
     * @param root what the path of a named layout is relative to
     * @param registries gives the repository of a reference, asked only when it is needed
     */
    static void with(
            String named,
            String own,
            Path layoutDirectory,
            Path root,
            Function<Reference, Repository> registries,
            Consumer<ReadImage> work) {
        if (named != null && !LayoutReference.isLayout(named)) {
            Reference published = Reference.parse(named);
            work.accept(new ReadImage(
                    published.toString(), registries.apply(published), published.tagOrDigest(), published));
            return;
        }
        LayoutReference place = named == null ? null : LayoutReference.parse(named, root);
        Reference ours = named == null ? Reference.parse(own) : null;
        try (Layout layout = place != null ? place.open() : ImageLayout.open(folder(layoutDirectory, ours))) {
            work.accept(new ReadImage(
                    place != null ? named : ours.toString(),
                    new SparseSource(layout, registries),
                    place != null ? place.tag() : ours.tagOrDigest(),
                    ours));
        }
    }

    /** Where the layout of a project's image is. */
    static Path folder(Path layoutDirectory, Reference image) {
        return layoutDirectory.resolve(image.repository().replace('/', '+'));
    }
}
