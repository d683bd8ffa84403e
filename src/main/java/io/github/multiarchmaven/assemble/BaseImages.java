package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.cache.CacheFolder;
import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.layout.LayoutReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds base images: {@code scratch}, {@code oci:path[:tag]}, or a reference in a registry.
 *
 * <p>Of an image in a registry only the index, the platform's manifest and its configuration are read, and kept in a cache
 * that is itself a (sparse) image layout. A tag costs one request to learn its digest, once for each instance; what the
 * cache has under that digest is not asked for again. A reference with a digest that is in the cache costs no request.
 * Safe for use by several threads.
 */
public final class BaseImages {
    private final Function<Reference, Repository> registries;
    private final Path cacheDirectory;
    private final Path baseDirectory;
    private final boolean offline;
    /** A tag is resolved once: all platforms of all modules then stand on one digest. */
    private final Map<String, Descriptor> resolved = new ConcurrentHashMap<>();

    /**
     * @param registries opens a reference's repository; asked only when a request is needed
     * @param cacheDirectory for manifests and configurations; created when needed
     * @param baseDirectory what a relative path in {@code oci:path} is relative to
     * @param offline read the cache only
     */
    public BaseImages(
            Function<Reference, Repository> registries, Path cacheDirectory, Path baseDirectory, boolean offline) {
        this.registries = Objects.requireNonNull(registries, "registries");
        this.cacheDirectory = Objects.requireNonNull(cacheDirectory, "cacheDirectory");
        this.baseDirectory = Objects.requireNonNull(baseDirectory, "baseDirectory");
        this.offline = offline;
    }

    /**
     * The base image for a platform.
     *
     * @param from as in the parameter {@code <from>}
     * @throws InvalidInputException when it is malformed, has no image for the platform, or one that is for another
     * @throws NotFoundException when it is not there, or offline and not in the cache
     */
    public BaseImage resolve(String from, Platform platform) {
        if (from == null || from.isBlank()) {
            throw new InvalidInputException(
                    "There is no base image. Name one in <from>: a reference, oci:path:tag or scratch.");
        }
        String text = from.strip();
        BaseImage base;
        if (text.equals("scratch")) {
            base = BaseImage.scratch(platform);
        } else if (LayoutReference.isLayout(text)) {
            base = fromLayout(text, platform);
        } else {
            base = fromRegistry(Reference.parse(text), platform);
        }
        base.requirePlatform(platform);
        return base;
    }

    private BaseImage fromLayout(String text, Platform platform) {
        LayoutReference reference = LayoutReference.parse(text, baseDirectory);
        if (reference.archive()) {
            throw new InvalidInputException("The base image " + text + " is in an archive. Unpack it into a folder"
                    + " (tar -x) and name that, or promote it to a registry.");
        }
        ImageLayout layout = ImageLayout.open(reference.path());
        Manifest root = layout.manifest(reference.tag());
        Manifest manifest = new PlatformSelection(text, layout::manifest).select(root, platform);
        return BaseImage.of(text, manifest, layout.readBlob(manifest.config()), null, layout);
    }

    private BaseImage fromRegistry(Reference reference, Platform platform) {
        ImageLayout cache = openCache();
        Reference named = reference
                .effectiveTag()
                .map(tag -> new Reference(reference.registry(), reference.repository(), tag, reference.digest()))
                .orElse(reference);
        String key = named.toString();
        Source source = new Source(named, cache, platform);
        Manifest root = source.manifest(root(named, key, cache, platform));
        Manifest manifest = new PlatformSelection(key, source::manifest).select(root, platform);
        byte[] config = source.config(manifest.config());
        if (!offline) {
            // Now that it can serve the offline build of this platform, as the newest answer for the tag.
            source.remember(root, key);
        }
        String name = new Reference(
                        named.registry(), named.repository(), named.tag(), named.tag() == null ? named.digest() : null)
                .toString();
        return BaseImage.of(key, manifest, config, name, null);
    }

    private ImageLayout openCache() {
        try {
            CacheFolder.mark(cacheDirectory);
        } catch (IOException e) {
            throw new ImageException(
                    false,
                    "Making the cache of base images " + cacheDirectory + " failed: " + e
                            + ". Check free space and permissions there, or set another with -Dmultiarch.cacheDirectory.",
                    e);
        }
        return ImageLayout.openOrCreate(cacheDirectory);
    }

    private Descriptor root(Reference reference, String key, ImageLayout cache, Platform platform) {
        if (reference.digest() != null) {
            return cache.resolve(reference.digest().toString())
                    .orElseGet(() -> offline ? absent(key, platform) : resolved(reference, key, platform));
        }
        return offline ? cached(cache, key).orElseGet(() -> absent(key, platform)) : resolved(reference, key, platform);
    }

    private Descriptor resolved(Reference reference, String key, Platform platform) {
        return resolved.computeIfAbsent(key, ignored -> registries
                .apply(reference)
                .resolve(reference.tagOrDigest())
                .orElseThrow(() -> new NotFoundException("Resolving the base image " + key + " for " + platform
                        + ": there is no such image. Check the name in <from>, or promote it first.")));
    }

    /** By the entry's name, not {@code resolve}: a whole reference is the name, which is no tag. */
    private static Optional<Descriptor> cached(ImageLayout cache, String key) {
        return cache.entries().stream()
                .filter(entry -> key.equals(entry.annotations().get(Annotations.REF_NAME)))
                .map(Descriptor::bare)
                .findFirst();
    }

    private static Descriptor absent(String key, Platform platform) {
        throw new NotFoundException("Resolving the base image " + key + " for " + platform
                + ": Maven is offline and the cache does not have it. Build once without -o.");
    }

    /** Cache first, then the registry. */
    private final class Source {
        private final Reference reference;
        private final ImageLayout cache;
        private final Platform platform;

        Source(Reference reference, ImageLayout cache, Platform platform) {
            this.reference = reference;
            this.cache = cache;
            this.platform = platform;
        }

        Manifest manifest(Descriptor wanted) {
            return manifest(wanted.digest().toString());
        }

        Manifest manifest(String digest) {
            Optional<Manifest> kept = kept(Digest.parse(digest), () -> cache.manifest(digest));
            if (kept.isPresent()) {
                return kept.get();
            }
            requireOnline();
            Manifest manifest = registries.apply(reference).manifest(digest);
            cache.putManifest(manifest, null);
            return manifest;
        }

        byte[] config(Descriptor config) {
            Optional<byte[]> kept = kept(config.digest(), () -> cache.readBlob(config));
            if (kept.isPresent()) {
                return kept.get();
            }
            requireOnline();
            byte[] bytes = registries.apply(reference).readBlob(config);
            cache.putBytes(config.mediaType(), bytes);
            return bytes;
        }

        /** What the cache has. It may be pruned, or damaged, at any time: then the registry has it still. */
        private <T> Optional<T> kept(Digest digest, Supplier<T> read) {
            try {
                CacheFolder.touch(cache.blobPath(digest));
                return Optional.of(read.get());
            } catch (NotFoundException | CorruptContentException e) {
                return Optional.empty();
            }
        }

        void remember(Manifest root, String key) {
            boolean known = cached(cache, key).map(root.descriptor()::equals).orElse(false);
            if (!known) {
                cache.putManifest(root, key);
            }
        }

        private void requireOnline() {
            if (offline) {
                absent(reference.toString(), platform);
            }
        }
    }
}
