package io.github.multiarchmaven.transfer;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.image.VerifyingInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A registry's repository in memory that writes down what is done to it and can fail at the n-th operation: a fault that real
 * registries cannot be made to show at a chosen moment. Refuses manifests with missing parts as registries do.
 */
final class RecordingRepository implements Repository {
    /** The registry's other repositories, for mounts. */
    private final Map<String, RecordingRepository> registry;

    private final Reference reference;
    private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<Digest, Manifest> manifests = new ConcurrentHashMap<>();
    private final Map<String, Digest> tags = new LinkedHashMap<>();
    private final List<String> operations = new ArrayList<>();
    private int failAt = Integer.MAX_VALUE;

    RecordingRepository(String reference, Map<String, RecordingRepository> registry) {
        this.reference = Reference.parse(reference);
        this.registry = registry;
        registry.put(this.reference.name(), this);
    }

    synchronized void failAt(int operation) {
        failAt = operation;
        operations.clear();
    }

    synchronized List<String> operations() {
        return List.copyOf(operations);
    }

    private synchronized void did(String operation) {
        operations.add(operation);
        if (operations.size() == failAt) {
            throw new ImageException(false, "failed at operation " + failAt + ": " + operation, null);
        }
    }

    @Override
    public String name() {
        return reference.name();
    }

    @Override
    public Optional<Descriptor> resolve(String tagOrDigest) {
        did("HEAD manifest " + tagOrDigest);
        return Optional.ofNullable(find(tagOrDigest)).map(Manifest::descriptor);
    }

    private synchronized Manifest find(String tagOrDigest) {
        Digest digest = Digest.isDigest(tagOrDigest) ? Digest.parse(tagOrDigest) : tags.get(tagOrDigest);
        return digest == null ? null : manifests.get(digest);
    }

    @Override
    public Manifest manifest(String tagOrDigest) {
        did("GET manifest " + tagOrDigest);
        Manifest manifest = find(tagOrDigest);
        if (manifest == null) {
            throw new NotFoundException("no manifest " + tagOrDigest + " in " + name());
        }
        return manifest;
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        did("HEAD blob " + blob.digest());
        return blobs.containsKey(blob.digest());
    }

    @Override
    public InputStream openBlob(Descriptor blob) {
        did("GET blob " + blob.digest());
        byte[] bytes = blobs.get(blob.digest());
        if (bytes == null) {
            throw new NotFoundException("no blob " + blob.digest() + " in " + name());
        }
        return new VerifyingInputStream(new ByteArrayInputStream(bytes), blob, name());
    }

    @Override
    public BlobOutcome putBlob(Descriptor blob, Reference origin, BlobSource content) {
        if (hasBlob(blob)) {
            return BlobOutcome.PRESENT;
        }
        if (origin != null && registry.containsKey(origin.name())) {
            did("mount " + blob.digest() + " from " + origin.repository());
            byte[] bytes = registry.get(origin.name()).blobs.get(blob.digest());
            if (bytes != null) {
                blobs.put(blob.digest(), bytes);
                return BlobOutcome.MOUNTED;
            }
        }
        try (InputStream in = content.open()) {
            byte[] bytes = in.readAllBytes();
            did("PUT blob " + blob.digest());
            blobs.put(blob.digest(), bytes);
        } catch (IOException e) {
            throw new ImageException(false, e.getMessage(), e);
        }
        return BlobOutcome.SENT;
    }

    @Override
    public void putManifest(Manifest manifest, String tag) {
        did("PUT manifest " + (tag == null ? manifest.digest() : tag));
        synchronized (this) {
            requireParts(manifest);
            manifests.put(manifest.digest(), manifest);
            if (tag != null) {
                tags.put(tag, manifest.digest());
            }
        }
    }

    private void requireParts(Manifest manifest) {
        manifest.blobs().forEach(b -> {
            if (!b.isForeign() && !blobs.containsKey(b.digest())) {
                throw new IllegalStateException("MANIFEST_BLOB_UNKNOWN " + b.digest());
            }
        });
        manifest.children().forEach(c -> {
            if (!manifests.containsKey(c.digest())) {
                throw new IllegalStateException("child missing: " + c.digest());
            }
        });
    }

    /** Fails when something here points at something that is not. */
    synchronized void requireComplete() {
        manifests.values().forEach(this::requireParts);
        tags.values().forEach(d -> {
            if (!manifests.containsKey(d)) {
                throw new IllegalStateException("tag to nowhere: " + d);
            }
        });
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return List.of();
    }

    @Override
    public synchronized List<String> tags() {
        return List.copyOf(tags.keySet());
    }

    @Override
    public Optional<Reference> origin(Descriptor blob) {
        return Optional.of(reference);
    }

    @Override
    public boolean holdsWholeGraphs() {
        return true;
    }

    Set<Digest> digests() {
        Set<Digest> all = new TreeSet<>(blobs.keySet());
        all.addAll(manifests.keySet());
        return all;
    }
}
