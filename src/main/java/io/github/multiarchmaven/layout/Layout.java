package io.github.multiarchmaven.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An OCI image layout (image specification 1.1, {@code image-layout.md}), as a folder or as one archive.
 *
 * <p>It may be sparse: a manifest may name layers whose blobs are not here. Tags are the entries of {@code index.json} with the
 * annotation {@code org.opencontainers.image.ref.name}; other entries and unknown fields are kept.
 */
public abstract sealed class Layout implements Repository, AutoCloseable permits ImageLayout, ArchiveLayout {
    static final String INDEX = "index.json";
    static final String MARKER = "oci-layout";

    private static final String VERSION = "1.0.0";
    private static final Pattern REF_NAME = Pattern.compile("[\\w\\[][\\w.:@/+\\[\\]-]{0,1023}");

    abstract BlobStore blobs();

    /** The parsed {@code index.json}; the caller may change it. */
    abstract ObjectNode readIndex();

    abstract void writeIndex(ObjectNode index);

    /** Waits for the exclusive right to change {@code index.json}; not reentrant. */
    abstract Exclusive exclusive();

    /** Held until closed. */
    interface Exclusive extends AutoCloseable {
        @Override
        void close();
    }

    /** An {@code index.json} without entries. */
    static ObjectNode emptyIndex() {
        ObjectNode index = Json.object();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.putArray("manifests");
        return index;
    }

    /** The content of {@code oci-layout}. */
    static byte[] marker() {
        return ("{\"imageLayoutVersion\":\"" + VERSION + "\"}").getBytes(UTF_8);
    }

    /**
     * @param where the layout, for messages
     * @throws CorruptContentException when {@code oci-layout} is of another version or not readable
     */
    static void requireVersion(byte[] marker, String where) {
        String version = Json.parseObject(marker, MARKER + " of " + where)
                .path("imageLayoutVersion")
                .asText();
        if (!version.equals(VERSION)) {
            throw new CorruptContentException("The OCI image layout in " + where + " has the version '" + version
                    + "' instead of " + VERSION + ".");
        }
    }

    /** {@code index.json} in messages. */
    private String index() {
        return INDEX + " of " + name();
    }

    /** The manifests that {@code index.json} lists, with their annotations. */
    public List<Descriptor> entries() {
        List<Descriptor> entries = new ArrayList<>();
        readIndex().path("manifests").forEach(node -> entries.add(Descriptor.fromJson(node, index())));
        return entries;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A layout with one single entry that has no name answers to {@code latest}: that is what BuildKit and others write.
     *
     * @throws InvalidInputException when several entries have the same tag
     */
    @Override
    public Optional<Descriptor> resolve(String tagOrDigest) {
        if (isDigest(tagOrDigest)) {
            return resolve(Digest.parse(tagOrDigest));
        }
        List<Descriptor> entries = entries();
        List<Descriptor> tagged =
                entries.stream().filter(e -> tagOrDigest.equals(tag(e))).toList();
        if (tagged.size() > 1) {
            throw new InvalidInputException("The tag '" + tagOrDigest + "' in " + name() + " stands for "
                    + tagged.size() + " manifests. Name one of them by its digest.");
        }
        if (tagged.isEmpty()
                && entries.size() == 1
                && tag(entries.get(0)) == null
                && tagOrDigest.equals(Reference.DEFAULT_TAG)) {
            tagged = entries;
        }
        return tagged.stream().map(Descriptor::bare).findFirst();
    }

    private static boolean isDigest(String text) {
        // Not by the colon alone: podman names an entry "localhost/app:1".
        return text.startsWith("sha256:") || text.startsWith("sha512:");
    }

    static String tag(Descriptor entry) {
        return entry.annotations().get(Annotations.REF_NAME);
    }

    private Optional<Descriptor> resolve(Digest digest) {
        // A manifest in a layout is a blob like others; only its content tells its media type.
        return blobs().small(digest, Manifest.MAX_BYTES).flatMap(bytes -> {
            try {
                Manifest manifest = Manifest.sniff(bytes, digest + " of " + name());
                return Optional.of(Descriptor.of(manifest.mediaType(), digest, bytes.length));
            } catch (ImageException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public Manifest manifest(String tagOrDigest) {
        Descriptor descriptor = resolve(tagOrDigest)
                .orElseThrow(() ->
                        new NotFoundException("There is no manifest '" + tagOrDigest + "' in " + name() + ". It has "
                                + (tags().isEmpty() ? "no tags." : "the tags " + String.join(", ", tags()) + ".")));
        if (descriptor.size() > Manifest.MAX_BYTES) {
            throw new CorruptContentException(
                    "The manifest " + descriptor.digest() + " in " + name() + " is larger than 4 MiB.");
        }
        try (InputStream in = blobs().open(descriptor, name())) {
            return Manifest.parse(in.readAllBytes(), descriptor);
        } catch (IOException e) {
            throw BlobFiles.failed("Reading", descriptor.digest() + " of " + name(), e);
        }
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return blobs().has(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob) {
        return blobs().open(blob, name());
    }

    @Override
    public BlobOutcome putBlob(Descriptor blob, Reference origin, BlobSource content) {
        if (hasBlob(blob)) {
            return BlobOutcome.PRESENT;
        }
        blobs().put(blob, content, "its source");
        return BlobOutcome.SENT;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Without a tag {@code index.json} stays as it is, except for a manifest with a {@code subject}: nothing else would lead
     * to that referrer. That the parts are there is not asked, as a layout may be sparse.
     *
     * @throws InvalidInputException when the tag is neither a tag nor like a reference
     */
    @Override
    public void putManifest(Manifest manifest, String tag) {
        requireTag(tag);
        if (tag == null && manifest.subject().isEmpty()) {
            store(manifest);
            return;
        }
        try (Exclusive lock = exclusive()) {
            putListed(manifest, tag);
        }
    }

    /** As {@link #putManifest}, for a caller that holds the exclusive right already. */
    void putListed(Manifest manifest, String tag) {
        requireTag(tag);
        store(manifest);
        if (tag != null) {
            tag(manifest.descriptor().bare(), tag);
        } else if (manifest.subject().isPresent()) {
            boolean listed = entries().stream().anyMatch(e -> e.digest().equals(manifest.digest()));
            if (!listed) {
                editEntries(entry -> false, Referrers.describe(manifest));
            }
        }
    }

    private void store(Manifest manifest) {
        blobs().putBytes(manifest.descriptor(), manifest.bytes());
    }

    /** Wider than a registry's tag: the annotation may hold a whole reference (annotations.md), as in a cache of base images. */
    private void requireTag(String tag) {
        if (tag != null && (isDigest(tag) || !REF_NAME.matcher(tag).matches())) {
            throw new InvalidInputException("Tagging a manifest in " + name() + " failed: '"
                    + tag.replaceAll("\\p{Cntrl}", "?") + "' is not a well-formed tag or reference.");
        }
    }

    private void tag(Descriptor manifest, String tag) {
        editEntries(entry -> tag.equals(tag(entry)), manifest.withAnnotation(Annotations.REF_NAME, tag));
    }

    /** Replaces the entries that match by one, in the place of the first; all else stays as it is. */
    final void editEntries(Predicate<Descriptor> matches, Descriptor replacement) {
        ObjectNode index = readIndex();
        ArrayNode edited = Json.array();
        boolean placed = replacement == null;
        for (JsonNode node : index.path("manifests")) {
            if (!matches.test(Descriptor.fromJson(node, index()))) {
                edited.add(node);
            } else if (!placed) {
                edited.add(replacement.json());
                placed = true;
            }
        }
        if (!placed) {
            edited.add(replacement.json());
        }
        if (!edited.equals(index.path("manifests"))) {
            index.set("manifests", edited);
            writeIndex(index);
        }
    }

    @Override
    public List<String> tags() {
        return entries().stream().map(ImageLayout::tag).filter(t -> t != null).toList();
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        List<Descriptor> referrers = new ArrayList<>();
        for (Manifest manifest : reachable().manifests()) {
            if (manifest.subject().map(s -> s.digest().equals(subject)).orElse(false)) {
                referrers.add(Referrers.describe(manifest));
            }
        }
        return referrers;
    }

    /** Empty: nothing can be mounted out of a folder. */
    @Override
    public Optional<Reference> origin(Descriptor blob) {
        return Optional.empty();
    }

    record Reachable(List<Manifest> manifests, Set<Digest> digests) {}

    final Reachable reachable() {
        Reachable reachable = new Reachable(new ArrayList<>(), new HashSet<>());
        entries().forEach(entry -> reach(entry, reachable, 0));
        return reachable;
    }

    private void reach(Descriptor descriptor, Reachable reachable, int depth) {
        if (depth > Manifest.MAX_NESTING) {
            throw new CorruptContentException(
                    "Reading " + name() + ": its indexes are nested more than " + Manifest.MAX_NESTING + " deep.");
        }
        if (!reachable.digests().add(descriptor.digest())
                || !MediaTypes.isManifest(descriptor.mediaType())
                || !blobs().exists(descriptor.digest())) {
            return;
        }
        // A damaged manifest fails here: what it leads to is unknown, and prune must not take that for unwanted.
        Manifest manifest = manifest(descriptor.digest().toString());
        reachable.manifests().add(manifest);
        manifest.blobs().forEach(blob -> reachable.digests().add(blob.digest()));
        manifest.children().forEach(child -> reach(child, reachable, depth + 1));
    }

    /** Ends what is held open; a folder holds nothing. */
    @Override
    public void close() {}
}
