package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sources of one image as one: each manifest and blob is read from the repository that leads to it, manifests and
 * configurations once (some registries ration them). An index that was composed here is served like the others.
 */
final class PlannedSource implements Repository {
    private final String name;
    private final Map<Digest, Repository> homes = new ConcurrentHashMap<>();
    private final Map<Digest, Manifest> manifests = new ConcurrentHashMap<>();
    private final Map<Digest, byte[]> configurations = new ConcurrentHashMap<>();

    /** @param name for messages */
    PlannedSource(String name) {
        this.name = name;
    }

    /** Reads a manifest for the first time; what it names is to be had at the same place. */
    Manifest read(Repository home, Digest digest) {
        homes.putIfAbsent(digest, home);
        return manifest(digest.toString());
    }

    /** An index that no place has. */
    void add(Manifest composed) {
        manifests.put(composed.digest(), composed);
    }

    /** What an image's configuration says it is for. */
    Platform platform(Manifest image) {
        byte[] bytes = configurations.computeIfAbsent(image.config().digest(), d -> home(d).readBlob(image.config()));
        return Platform.fromJson(Json.parseObject(bytes, "the configuration of " + image.digest() + " in " + name));
    }

    /** Whether the manifest has been read already. */
    Optional<Manifest> known(Digest digest) {
        return Optional.ofNullable(manifests.get(digest));
    }

    /** The place that leads to a digest; empty for what was composed here. */
    Optional<Repository> homeOf(Digest digest) {
        return Optional.ofNullable(homes.get(digest));
    }

    private Repository home(Digest digest) {
        return homeOf(digest)
                .orElseThrow(() -> new NotFoundException("Reading " + digest + " from " + name
                        + ": no manifest that was read leads to it. Run again with another source."));
    }

    @Override
    public Manifest manifest(String digest) {
        Digest wanted = Digest.parse(digest);
        Manifest known = manifests.get(wanted);
        if (known != null) {
            return known;
        }
        Repository home = home(wanted);
        Manifest manifest = home.manifest(digest);
        manifest.children().forEach(child -> homes.putIfAbsent(child.digest(), home));
        manifest.blobs().forEach(blob -> homes.putIfAbsent(blob.digest(), home));
        manifests.put(wanted, manifest);
        return manifest;
    }

    @Override
    public String name() {
        return name;
    }

    /** {@inheritDoc} Only digests: tags have been resolved when this is used. */
    @Override
    public Optional<Descriptor> resolve(String digest) {
        return Digest.isDigest(digest)
                ? homeOf(Digest.parse(digest)).flatMap(home -> home.resolve(digest))
                : Optional.empty();
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return homeOf(blob.digest()).map(home -> home.hasBlob(blob)).orElse(false);
    }

    @Override
    public InputStream openBlob(Descriptor blob) {
        byte[] read = configurations.get(blob.digest());
        return read != null
                ? new ByteArrayInputStream(read)
                : home(blob.digest()).openBlob(blob);
    }

    @Override
    public Optional<Reference> origin(Descriptor blob) {
        return homeOf(blob.digest()).flatMap(home -> home.origin(blob));
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return homeOf(subject).map(home -> home.referrers(subject)).orElse(List.of());
    }

    @Override
    public List<String> tags() {
        return List.of();
    }

    @Override
    public BlobOutcome putBlob(Descriptor blob, Reference origin, BlobSource content) {
        throw new UnsupportedOperationException("Sources are only read");
    }

    @Override
    public void putManifest(Manifest manifest, String tag) {
        throw new UnsupportedOperationException("Sources are only read");
    }
}
