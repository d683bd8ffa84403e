package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A registry's repository in memory that notes what it is asked for. */
final class MemoryRepository implements Repository {
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();
    private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "hub.example.com/base";
    }

    @Override
    public Optional<Descriptor> resolve(String tagOrDigest) {
        requests.add("HEAD " + tagOrDigest);
        return Optional.ofNullable(manifests.get(tagOrDigest)).map(Manifest::descriptor);
    }

    @Override
    public Manifest manifest(String tagOrDigest) {
        requests.add("GET " + tagOrDigest);
        Manifest manifest = manifests.get(tagOrDigest);
        if (manifest == null) {
            throw new NotFoundException("No manifest " + tagOrDigest + ".");
        }
        return manifest;
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return blobs.containsKey(blob.digest());
    }

    @Override
    public InputStream openBlob(Descriptor blob) {
        requests.add("BLOB " + blob.digest());
        return new ByteArrayInputStream(blobs.get(blob.digest()));
    }

    @Override
    public BlobOutcome putBlob(Descriptor blob, Reference origin, BlobSource content) {
        try (InputStream in = content.open()) {
            blobs.put(blob.digest(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return BlobOutcome.SENT;
    }

    @Override
    public void putManifest(Manifest manifest, String tag) {
        manifests.put(manifest.digest().toString(), manifest);
        if (tag != null) {
            manifests.put(tag, manifest);
        }
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return List.of();
    }

    @Override
    public List<String> tags() {
        return List.of();
    }

    @Override
    public Optional<Reference> origin(Descriptor blob) {
        return Optional.empty();
    }
}
