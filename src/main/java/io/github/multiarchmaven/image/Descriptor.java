package io.github.multiarchmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What points at content: media type, digest and size in bytes (image specification, {@code descriptor.md}), beside the
 * whole JSON object as it was read, unknown fields included.
 *
 * <p>Equality is by media type, digest and size: the JSON only decorates.
 */
public final class Descriptor {
    private final String mediaType;
    private final Digest digest;
    private final long size;
    private final ObjectNode json;

    private Descriptor(String mediaType, Digest digest, long size, ObjectNode json) {
        this.mediaType = Objects.requireNonNull(mediaType, "mediaType");
        this.digest = Objects.requireNonNull(digest, "digest");
        this.size = size;
        this.json = json;
    }

    /** A descriptor with the three required fields only. */
    public static Descriptor of(String mediaType, Digest digest, long size) {
        if (size < 0) {
            throw new CorruptContentException("The size of " + digest + " is negative: " + size + ".");
        }
        ObjectNode json = Json.object();
        json.put("mediaType", mediaType);
        json.put("digest", digest.toString());
        json.put("size", size);
        return new Descriptor(mediaType, digest, size, json);
    }

    /** Describes bytes at hand, by SHA-256. */
    public static Descriptor ofBytes(String mediaType, byte[] bytes) {
        return of(mediaType, Digest.ofBytes(bytes), bytes.length);
    }

    /**
     * @param what names the document the object stands in, for the error
     * @throws CorruptContentException when a required field is missing or malformed
     */
    public static Descriptor fromJson(JsonNode node, String what) {
        JsonNode type = node.path("mediaType");
        JsonNode digest = node.path("digest");
        JsonNode size = node.path("size");
        if (!(node instanceof ObjectNode object) || !type.isTextual() || !digest.isTextual()) {
            throw new CorruptContentException("Reading " + what + ": a descriptor lacks mediaType or digest.");
        }
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw new CorruptContentException(
                    "Reading " + what + ": a descriptor's size is not a whole number of bytes.");
        }
        Digest parsed;
        try {
            parsed = Digest.parse(digest.textValue());
        } catch (InvalidInputException e) {
            throw new CorruptContentException("Reading " + what + ": " + e.getMessage(), e);
        }
        return new Descriptor(type.textValue(), parsed, size.longValue(), object.deepCopy());
    }

    public String mediaType() {
        return mediaType;
    }

    public Digest digest() {
        return digest;
    }

    /** Bytes of the content. */
    public long size() {
        return size;
    }

    /** A copy of the JSON object. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    /** The {@code platform} of an index's entry. */
    public Optional<Platform> platform() {
        JsonNode platform = json.path("platform");
        return platform.isObject() ? Optional.of(Platform.fromJson(platform)) : Optional.empty();
    }

    public Optional<String> artifactType() {
        return Optional.ofNullable(json.path("artifactType").textValue());
    }

    /** The annotations in document order; empty when there are none. */
    public Map<String, String> annotations() {
        return annotations(json);
    }

    static Map<String, String> annotations(ObjectNode parent) {
        Map<String, String> annotations = new LinkedHashMap<>();
        parent.path("annotations")
                .properties()
                .forEach(e -> annotations.put(e.getKey(), e.getValue().asText()));
        return annotations;
    }

    /** A copy with {@code platform} set. */
    public Descriptor withPlatform(Platform platform) {
        ObjectNode copy = json();
        copy.set("platform", platform.toJson());
        return new Descriptor(mediaType, digest, size, copy);
    }

    /** A copy with one annotation added or replaced. */
    public Descriptor withAnnotation(String key, String value) {
        ObjectNode copy = json();
        copy.withObjectProperty("annotations").put(key, value);
        return new Descriptor(mediaType, digest, size, copy);
    }

    /** A copy with only media type, digest and size. */
    public Descriptor bare() {
        return of(mediaType, digest, size);
    }

    /** Whether the content is "non-distributable": on other servers by licence, never pushed (layer.md). */
    public boolean isForeign() {
        return mediaType.contains(".nondistributable.") || mediaType.contains(".foreign.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Descriptor d
                && digest.equals(d.digest)
                && size == d.size
                && mediaType.equals(d.mediaType);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return mediaType + "@" + digest + " (" + size + " bytes)";
    }
}
