package io.github.multiarchmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image manifest or an image index, OCI's or Docker's: the exact bytes first, the parsed form beside them.
 *
 * <p>The bytes are what is stored and sent; nothing here writes parsed JSON back, so a copied manifest keeps its digest.
 */
public final class Manifest {
    /** Largest manifest accepted, as the distribution specification asks of registries: 4 MiB. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    /** Most layers of an image, and most entries of an index; the largest in use have some hundreds. */
    public static final int MAX_ENTRIES = 10_000;

    /** Deepest nesting of indexes that is followed. */
    public static final int MAX_NESTING = 8;

    private final byte[] bytes;
    private final Descriptor descriptor;
    private final ObjectNode json;
    private final List<Descriptor> children;
    private final List<Descriptor> layers;
    private final Descriptor config;
    private final Descriptor subject;

    private Manifest(byte[] bytes, Descriptor descriptor, ObjectNode json) {
        this.bytes = bytes;
        this.descriptor = descriptor;
        this.json = json;
        String what = "manifest " + descriptor.digest();
        boolean index = MediaTypes.isIndex(descriptor.mediaType());
        this.children = index ? descriptors(json, "manifests", what) : List.of();
        this.layers = index ? List.of() : descriptors(json, "layers", what);
        this.config = index ? null : Descriptor.fromJson(json.path("config"), what);
        this.subject = json.hasNonNull("subject") ? Descriptor.fromJson(json.path("subject"), what) : null;
    }

    /**
     * Reads a manifest whose media type is known, as from a registry's {@code Content-Type} or a descriptor.
     *
     * @param mediaType one of {@link MediaTypes#MANIFESTS}
     * @throws CorruptContentException when the bytes break the specification, or name another media type in themselves
     * @throws InvalidInputException for Docker's schema 1 and for types that are no manifest
     */
    public static Manifest parse(byte[] bytes, String mediaType) {
        return parse(bytes, Descriptor.ofBytes(mediaType, bytes));
    }

    /**
     * Reads a manifest that a descriptor points at, and verifies size and digest first.
     *
     * @throws CorruptContentException also when the bytes are not the ones described
     */
    public static Manifest parse(byte[] bytes, Descriptor expected) {
        String mediaType = expected.mediaType();
        if (bytes.length != expected.size()
                || !expected.digest().ofSameAlgorithm(bytes).equals(expected.digest())) {
            throw new CorruptContentException("Reading manifest " + expected.digest() + ": the " + bytes.length
                    + " bytes received do not have this digest and the size of " + expected.size() + " bytes.");
        }
        if (bytes.length > MAX_BYTES) {
            throw new CorruptContentException("Reading manifest " + expected.digest() + ": it is larger than 4 MiB.");
        }
        if (MediaTypes.isSchema1(mediaType)) {
            throw new InvalidInputException("Manifest " + expected.digest()
                    + " is in Docker's image manifest version 2, schema 1, which is obsolete."
                    + " Push the image again with a current tool and use that reference.");
        }
        if (!MediaTypes.isManifest(mediaType)) {
            throw new InvalidInputException("Manifest " + expected.digest() + " has the media type '" + mediaType
                    + "', which is neither an image manifest nor an image index.");
        }
        ObjectNode json = Json.parseObject(bytes, "manifest " + expected.digest());
        String own = json.path("mediaType").asText("");
        // Optional for OCI, required by Docker; a disagreement is the known way to confuse two clients
        // (CVE-2021-41190).
        if (!own.isEmpty() && !own.equals(mediaType)) {
            throw new CorruptContentException("Manifest " + expected.digest() + " was announced as '" + mediaType
                    + "' but calls itself '" + own + "'.");
        }
        boolean index = MediaTypes.isIndex(mediaType);
        if (index ? json.has("layers") || json.has("config") : json.has("manifests")) {
            throw new CorruptContentException(
                    "Manifest " + expected.digest() + " has the fields of both an image manifest and an image index.");
        }
        if (json.path("schemaVersion").asInt(0) != 2) {
            throw new CorruptContentException("Manifest " + expected.digest() + " does not have schemaVersion 2.");
        }
        return new Manifest(bytes.clone(), expected, json);
    }

    /** Serialises a manifest composed here; key order is the order of insertion. */
    public static Manifest compose(ObjectNode json, String mediaType) {
        return parse(Json.bytes(json), mediaType);
    }

    /**
     * Reads a manifest of which nothing is known but its bytes, as found in a file.
     *
     * <p>Without a {@code mediaType} field OCI types are assumed, told apart by {@code manifests}.
     */
    public static Manifest sniff(byte[] bytes, String what) {
        ObjectNode json = Json.parseObject(bytes, what);
        String own = json.path("mediaType").asText("");
        return parse(
                bytes, !own.isEmpty() ? own : json.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST);
    }

    private static List<Descriptor> descriptors(ObjectNode json, String field, String what) {
        JsonNode array = json.path(field);
        if (!array.isArray()) {
            throw new CorruptContentException("Reading " + what + ": the field '" + field + "' is not a list.");
        }
        if (array.size() > MAX_ENTRIES) {
            throw new CorruptContentException(
                    "Reading " + what + ": the field '" + field + "' has more than " + MAX_ENTRIES + " entries.");
        }
        List<Descriptor> descriptors = new ArrayList<>(array.size());
        array.forEach(node -> descriptors.add(Descriptor.fromJson(node, what)));
        return List.copyOf(descriptors);
    }

    /** A copy of the exact bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Media type, digest and size of this manifest itself. */
    public Descriptor descriptor() {
        return descriptor;
    }

    public String mediaType() {
        return descriptor.mediaType();
    }

    public Digest digest() {
        return descriptor.digest();
    }

    public boolean isIndex() {
        return MediaTypes.isIndex(mediaType());
    }

    /** A copy of the parsed document. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    /** The entries of an index, in order; empty for an image manifest. */
    public List<Descriptor> children() {
        return children;
    }

    /** The layers of an image manifest, base first; empty for an index. */
    public List<Descriptor> layers() {
        return layers;
    }

    /**
     * The configuration of an image manifest.
     *
     * @throws IllegalStateException for an index
     */
    public Descriptor config() {
        if (config == null) {
            throw new IllegalStateException("An image index has no config: " + digest());
        }
        return config;
    }

    /** The manifest this one refers to (referrers API). */
    public Optional<Descriptor> subject() {
        return Optional.ofNullable(subject);
    }

    public Map<String, String> annotations() {
        return Descriptor.annotations(json);
    }

    /** Config and layers of an image manifest; empty for an index. */
    public List<Descriptor> blobs() {
        if (isIndex()) {
            return List.of();
        }
        List<Descriptor> blobs = new ArrayList<>(layers.size() + 1);
        blobs.add(config);
        blobs.addAll(layers);
        return blobs;
    }

    @Override
    public String toString() {
        return descriptor.toString();
    }
}
