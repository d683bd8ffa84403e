package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Opens what {@link Place places} name, each layout once. Safe for many threads. */
public final class Places implements AutoCloseable {
    private final Function<Reference, Repository> registries;
    private final boolean readOnly;
    private final Map<Path, ImageLayout> layouts = new ConcurrentHashMap<>();

    /**
     * @param registries gives the repository of a reference
     * @param readOnly whether nothing may be written, so that no layout is made
     */
    public Places(Function<Reference, Repository> registries, boolean readOnly) {
        this.registries = registries;
        this.readOnly = readOnly;
    }

    /** @throws NotFoundException when it is a layout that is not there */
    Repository source(Place place) {
        return place.isLayout()
                ? layouts.computeIfAbsent(place.layout().directory(), ImageLayout::open)
                : registries.apply(place.registry());
    }

    /** A layout that is not there is made; when nothing may be written, an empty one stands for it. */
    Repository target(Place place) {
        if (!place.isLayout()) {
            return registries.apply(place.registry());
        }
        Path directory = place.layout().directory();
        if (readOnly && !Files.exists(directory.resolve("oci-layout"))) {
            return new PlannedSource(place.repository());
        }
        return layouts.computeIfAbsent(directory, ImageLayout::openOrCreate);
    }

    /** Makes what was written to archives last. */
    public void commit() {
        // Folders are written as the copy goes.
    }

    @Override
    public void close() {
        layouts.clear();
    }
}
