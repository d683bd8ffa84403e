package io.github.multiarchmaven.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.server.RegistryError.Code;
import io.github.multiarchmaven.server.Storage.Content;
import io.github.multiarchmaven.server.Storage.Key;
import io.github.multiarchmaven.server.Storage.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The registry's rules over a {@link Storage}: who sees what, what a manifest may point at, what may be freed.
 *
 * <p>Changes are made one at a time, which costs little because bytes were spooled before: a change is a rename and a few small files.
 */
final class Repositories {
    /** "Lexical (i.e. case-insensitive alphanumeric order)", distribution specification, "Listing Tags". */
    static final Comparator<String> LEXICAL = String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

    private static final byte[] EMPTY = {};

    private final Storage storage;
    private final Object change = new Object();

    Repositories(Storage storage) {
        this.storage = storage;
    }

    /** A manifest as stored; the content type is exactly the one it was put with. */
    record StoredManifest(Digest digest, String contentType, Content content) {}

    Storage.Spool newSpool() throws IOException {
        return storage.newSpool();
    }

    Optional<Content> blob(String repository, Digest digest) throws IOException {
        return has(repository, Kind.BLOB, digest) ? storage.content(digest) : Optional.empty();
    }

    void putBlob(String repository, Digest digest, Storage.Spool spool) throws IOException {
        synchronized (change) {
            storage.keep(spool, digest);
            storage.put(new Key(repository, Kind.BLOB, digest.toString()), EMPTY);
        }
    }

    /** @return false when the origin does not have the blob */
    boolean mount(String origin, String repository, Digest digest) throws IOException {
        synchronized (change) {
            if (blob(origin, digest).isEmpty()) {
                return false;
            }
            storage.put(new Key(repository, Kind.BLOB, digest.toString()), EMPTY);
            return true;
        }
    }

    boolean deleteBlob(String repository, Digest digest) throws IOException {
        synchronized (change) {
            boolean removed = storage.remove(new Key(repository, Kind.BLOB, digest.toString()));
            discardIfUnused(digest);
            return removed;
        }
    }

    Optional<StoredManifest> manifest(String repository, String tagOrDigest) throws IOException {
        Digest digest;
        if (Digest.isDigest(tagOrDigest)) {
            digest = Digest.parse(tagOrDigest);
        } else {
            Optional<byte[]> tagged = storage.record(new Key(repository, Kind.TAG, tagOrDigest));
            if (tagged.isEmpty()) {
                return Optional.empty();
            }
            digest = Digest.parse(new String(tagged.get(), UTF_8));
        }
        Optional<byte[]> type = storage.record(new Key(repository, Kind.MANIFEST, digest.toString()));
        Optional<Content> content = storage.content(digest);
        return type.isEmpty() || content.isEmpty()
                ? Optional.empty()
                : Optional.of(new StoredManifest(digest, new String(type.get(), UTF_8), content.get()));
    }

    /** @param tag null to store it by digest only */
    void putManifest(String repository, Manifest manifest, String contentType, String tag)
            throws IOException, RegistryError {
        byte[] bytes = manifest.bytes();
        String digest = manifest.digest().toString();
        synchronized (change) {
            requireParts(repository, manifest);
            try (Storage.Spool spool = storage.newSpool()) {
                spool.write(bytes, 0, bytes.length);
                storage.keep(spool, manifest.digest());
            }
            storage.put(new Key(repository, Kind.MANIFEST, digest), contentType.getBytes(UTF_8));
            if (manifest.subject().isPresent()) {
                changeReferrers(repository, manifest, true);
            }
            if (tag != null) {
                storage.put(new Key(repository, Kind.TAG, tag), digest.getBytes(UTF_8));
            }
        }
    }

    boolean deleteTag(String repository, String tag) throws IOException {
        synchronized (change) {
            return storage.remove(new Key(repository, Kind.TAG, tag));
        }
    }

    /** Removes a manifest with the tags that name it and its entry among the referrers of its subject. */
    boolean deleteManifest(String repository, Digest digest) throws IOException {
        synchronized (change) {
            Optional<StoredManifest> stored = manifest(repository, digest.toString());
            if (stored.isEmpty()) {
                return false;
            }
            for (String tag : storage.names(repository, Kind.TAG)) {
                Key key = new Key(repository, Kind.TAG, tag);
                if (new String(storage.record(key).orElse(EMPTY), UTF_8).equals(digest.toString())) {
                    storage.remove(key);
                }
            }
            Manifest manifest = read(stored.get());
            if (manifest.subject().isPresent()) {
                changeReferrers(repository, manifest, false);
            }
            storage.remove(new Key(repository, Kind.MANIFEST, digest.toString()));
            discardIfUnused(digest);
            return true;
        }
    }

    /** @return empty when there is no such repository */
    Optional<List<String>> tags(String repository) throws IOException {
        return exists(repository)
                ? Optional.of(storage.names(repository, Kind.TAG).stream()
                        .sorted(LEXICAL)
                        .toList())
                : Optional.empty();
    }

    List<String> repositories() throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : storage.repositories()) {
            if (exists(name)) {
                names.add(name);
            }
        }
        names.sort(LEXICAL);
        return names;
    }

    /** Descriptors of the manifests whose subject is the digest, in the order they came. */
    ArrayNode referrers(String repository, Digest subject) throws IOException {
        Optional<byte[]> stored = storage.record(new Key(repository, Kind.REFERRERS, subject.toString()));
        return stored.isPresent()
                ? (ArrayNode) Json.parseObject(stored.get(), "referrers").path("manifests")
                : Json.array();
    }

    private void changeReferrers(String repository, Manifest manifest, boolean add) throws IOException {
        Digest subject = manifest.subject().orElseThrow().digest();
        ArrayNode entries = Json.array();
        for (JsonNode entry : referrers(repository, subject)) {
            if (!entry.path("digest").asText().equals(manifest.digest().toString())) {
                entries.add(entry);
            }
        }
        if (add) {
            entries.add(referrer(manifest));
        }
        Key key = new Key(repository, Kind.REFERRERS, subject.toString());
        if (entries.isEmpty()) {
            storage.remove(key);
        } else {
            ObjectNode index = Json.object();
            index.set("manifests", entries);
            storage.put(key, Json.bytes(index));
        }
    }

    /** The descriptor as "Listing Referrers" asks for it. */
    private static ObjectNode referrer(Manifest manifest) {
        ObjectNode entry = manifest.descriptor().bare().json();
        String artifactType = manifest.json().path("artifactType").asText("");
        if (artifactType.isEmpty() && !manifest.isIndex()) {
            artifactType = manifest.config().mediaType();
        }
        if (!artifactType.isEmpty()) {
            entry.put("artifactType", artifactType);
        }
        if (!manifest.annotations().isEmpty()) {
            ObjectNode annotations = entry.putObject("annotations");
            manifest.annotations().forEach(annotations::put);
        }
        return entry;
    }

    private void requireParts(String repository, Manifest manifest) throws IOException, RegistryError {
        for (Descriptor blob : manifest.blobs()) {
            // Licensed layers stay on their own servers ("Non-Distributable Layers", layer.md).
            if (!blob.isForeign() && blob(repository, blob.digest()).isEmpty()) {
                throw new RegistryError(
                        Code.MANIFEST_BLOB_UNKNOWN, "The repository does not have the blob " + blob.digest() + ".");
            }
        }
        for (Descriptor child : manifest.children()) {
            boolean there = has(repository, Kind.MANIFEST, child.digest())
                    || !MediaTypes.isManifest(child.mediaType()) && has(repository, Kind.BLOB, child.digest());
            if (!there) {
                throw new RegistryError(
                        Code.MANIFEST_BLOB_UNKNOWN,
                        "The repository does not have the manifest " + child.digest() + ".");
            }
        }
    }

    private static Manifest read(StoredManifest stored) throws IOException {
        try (InputStream in = stored.content().open(0)) {
            String type = mediaType(stored.contentType());
            return Manifest.parse(
                    in.readAllBytes(),
                    Descriptor.of(type, stored.digest(), stored.content().size()));
        }
    }

    /** A content type without its parameters. */
    static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
    }

    private boolean exists(String repository) throws IOException {
        return !storage.names(repository, Kind.MANIFEST).isEmpty()
                || !storage.names(repository, Kind.BLOB).isEmpty();
    }

    private boolean has(String repository, Kind kind, Digest digest) throws IOException {
        return storage.record(new Key(repository, kind, digest.toString())).isPresent();
    }

    private void discardIfUnused(Digest digest) throws IOException {
        for (String repository : storage.repositories()) {
            if (has(repository, Kind.BLOB, digest) || has(repository, Kind.MANIFEST, digest)) {
                return;
            }
        }
        storage.discard(digest);
    }
}
