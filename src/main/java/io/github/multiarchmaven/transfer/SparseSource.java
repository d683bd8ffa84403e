package io.github.multiarchmaven.transfer;

import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A sparse layout made whole for reading: what the layout lacks is read from the repository that the manifest's
 * {@code org.opencontainers.image.base.name} annotation names. So base layers go from registry to registry, and only when the
 * target has to be sent them.
 */
public final class SparseSource implements Repository {
    private final Repository layout;
    private final Function<Reference, Repository> registries;
    private final Map<Digest, Reference> bases = new ConcurrentHashMap<>();

    /** @param registries gives the repository of a base image's reference */
    public SparseSource(Repository layout, Function<Reference, Repository> registries) {
        this.layout = layout;
        this.registries = registries;
    }

    @Override
    public String name() {
        return layout.name();
    }

    @Override
    public Optional<Descriptor> resolve(String tagOrDigest) {
        return layout.resolve(tagOrDigest);
    }

    @Override
    public Manifest manifest(String tagOrDigest) {
        Manifest manifest = layout.manifest(tagOrDigest);
        String base = manifest.annotations().get(Annotations.BASE_NAME);
        if (base != null && !manifest.isIndex()) {
            Reference reference = Reference.parse(base);
            manifest.layers().stream()
                    .filter(layer -> !layout.hasBlob(layer))
                    .forEach(layer -> bases.putIfAbsent(layer.digest(), reference));
        }
        return manifest;
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return layout.hasBlob(blob)
                || base(blob).map(base -> registries.apply(base).hasBlob(blob)).orElse(false);
    }

    @Override
    public InputStream openBlob(Descriptor blob) {
        if (layout.hasBlob(blob)) {
            return layout.openBlob(blob);
        }
        Reference base = base(blob)
                .orElseThrow(
                        () -> new NotFoundException(
                                "Reading blob " + blob.digest() + " from " + name()
                                        + ": it is not there, and no base image is recorded that would have it. Build the image again."));
        return registries.apply(base).openBlob(blob);
    }

    @Override
    public Optional<Reference> origin(Descriptor blob) {
        return base(blob);
    }

    private Optional<Reference> base(Descriptor blob) {
        return Optional.ofNullable(bases.get(blob.digest()));
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return layout.referrers(subject);
    }

    @Override
    public List<String> tags() {
        return layout.tags();
    }

    @Override
    public BlobOutcome putBlob(Descriptor blob, Reference origin, BlobSource content) {
        throw readOnly();
    }

    @Override
    public void putManifest(Manifest manifest, String tag) {
        throw readOnly();
    }

    private static IllegalStateException readOnly() {
        return new IllegalStateException("A sparse source is only read");
    }
}
