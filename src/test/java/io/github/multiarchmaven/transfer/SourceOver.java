package io.github.multiarchmaven.transfer;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A source that passes everything on, for tests to change one answer of; it must not be written. */
public class SourceOver implements Repository {
    private final Repository below;

    protected SourceOver(Repository below) {
        this.below = below;
    }

    @Override
    public String name() {
        return below.name();
    }

    @Override
    public Optional<Descriptor> resolve(String tagOrDigest) {
        return below.resolve(tagOrDigest);
    }

    @Override
    public Manifest manifest(String tagOrDigest) {
        return below.manifest(tagOrDigest);
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return below.hasBlob(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob) {
        return below.openBlob(blob);
    }

    @Override
    public BlobOutcome putBlob(Descriptor blob, Reference origin, BlobSource content) {
        throw new AssertionError("a source is not written");
    }

    @Override
    public void putManifest(Manifest manifest, String tag) {
        throw new AssertionError("a source is not written");
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return below.referrers(subject);
    }

    @Override
    public List<String> tags() {
        return below.tags();
    }

    @Override
    public Optional<Reference> origin(Descriptor blob) {
        return Optional.empty();
    }
}
