package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ArchiveLayout;
import io.github.multiarchmaven.layout.Layout;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Opens what {@link Place places} name, each layout once. Safe for many threads.
 *
 * <p>An archive that is written to appears with {@link #commit}.
 */
public final class Places implements AutoCloseable {
    private final Function<Reference, Repository> sourceRegistries;
    private final Function<Reference, Repository> targetRegistries;
    private final boolean readOnly;
    private final Map<Path, Layout> sources = new ConcurrentHashMap<>();
    private final Map<Path, Layout> targets = new ConcurrentHashMap<>();

    /**
     * @param sourceRegistries gives the repository of a reference to read from, a mirror perhaps
     * @param targetRegistries gives the repository itself
     * @param readOnly whether nothing may be written, so that no layout is made
     */
    public Places(
            Function<Reference, Repository> sourceRegistries,
            Function<Reference, Repository> targetRegistries,
            boolean readOnly) {
        this.sourceRegistries = sourceRegistries;
        this.targetRegistries = targetRegistries;
        this.readOnly = readOnly;
    }

    /** @throws NotFoundException when it is a layout that is not there */
    Repository source(Place place) {
        return place.isLayout()
                ? sources.computeIfAbsent(
                        place.layout().path(), path -> place.layout().open())
                : sourceRegistries.apply(place.registry());
    }

    /** A layout that is not there is made; when nothing may be written, an empty one stands for it. */
    Repository target(Place place) {
        if (!place.isLayout()) {
            return targetRegistries.apply(place.registry());
        }
        if (readOnly) {
            return place.layout().exists() ? source(place) : new PlannedSource(place.repository());
        }
        return targets.computeIfAbsent(
                place.layout().path(), path -> place.layout().openOrCreate());
    }

    /** Makes what was written to archives last. */
    public void commit() {
        for (Layout layout : targets.values()) {
            if (layout instanceof ArchiveLayout archive) {
                archive.commit();
            }
        }
    }

    @Override
    public void close() {
        sources.values().forEach(Layout::close);
        targets.values().forEach(Layout::close);
    }
}
