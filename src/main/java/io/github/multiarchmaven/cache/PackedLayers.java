package io.github.multiarchmaven.cache;

import java.nio.file.Path;

/**
 * Where jib-core keeps the layers that it packed (its class {@code CacheStorageFiles}): {@code layers/HEX/HEX}, by the digests of the
 * compressed and of the plain bytes. That and {@code selectors/}, which it finds them by; one that leads to no layer is a layer to
 * be packed. Builds hold {@link #lock} while they pack, so that none is taken away under jib's hands, which would fail.
 *
 * @param root of the cache
 */
public record PackedLayers(Path root) {
    /** The folder of all layers. */
    public Path layers() {
        return root.resolve("layers");
    }

    /** @param hex of the digest of a layer's compressed bytes */
    public Path layer(String hex) {
        return layers().resolve(hex);
    }

    public Path lock() {
        return root.resolve(".lock");
    }
}
