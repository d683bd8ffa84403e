package io.github.multiarchmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Composes image indexes. One place, so that an index made on one machine equals the one merged from many. */
public final class Indexes {
    private Indexes() {}

    /**
     * An OCI image index over per-platform manifests, in the order given.
     *
     * @param children each with its {@code platform}
     * @param annotations of the index; may be empty
     */
    public static Manifest compose(Collection<Descriptor> children, Map<String, String> annotations) {
        return compose(MediaTypes.OCI_INDEX, children, annotations);
    }

    /**
     * An index over manifests as they are in registries: Docker's manifest list when all of them are Docker's, as old engines
     * read nothing else there, an OCI image index otherwise.
     *
     * @param children each with its {@code platform}
     */
    public static Manifest composeLike(Collection<Descriptor> children) {
        boolean docker = children.stream().allMatch(child -> MediaTypes.DOCKER_MANIFEST.equals(child.mediaType()));
        return compose(docker ? MediaTypes.DOCKER_LIST : MediaTypes.OCI_INDEX, children, Map.of());
    }

    /**
     * A copy of an index with some of its entries, all else as it was: media type, annotations, unknown fields.
     *
     * @param kept digests of the entries that stay
     */
    public static Manifest subset(Manifest index, Set<Digest> kept) {
        ObjectNode json = index.json();
        ArrayNode entries = Json.array();
        for (JsonNode entry : json.path("manifests")) {
            if (kept.contains(
                    Descriptor.fromJson(entry, "index " + index.digest()).digest())) {
                entries.add(entry);
            }
        }
        json.set("manifests", entries);
        return Manifest.compose(json, index.mediaType());
    }

    private static Manifest compose(
            String mediaType, Collection<Descriptor> children, Map<String, String> annotations) {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", mediaType);
        ArrayNode manifests = json.putArray("manifests");
        for (Descriptor child : children) {
            if (child.platform().isEmpty()) {
                throw new IllegalArgumentException("An index's entry needs a platform: " + child);
            }
            manifests.add(child.json());
        }
        if (!annotations.isEmpty()) {
            ObjectNode node = json.putObject("annotations");
            annotations.forEach(node::put);
        }
        return Manifest.compose(json, mediaType);
    }

    /**
     * The entry of an index for a platform: the first that satisfies it, attestations never.
     *
     * @return null when there is none
     */
    public static Descriptor select(List<Descriptor> children, Platform wanted) {
        return children.stream()
                .filter(c -> c.platform().map(p -> p.satisfies(wanted)).orElse(false))
                .findFirst()
                .orElse(null);
    }
}
