package io.github.multiarchmaven.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_INDEX);
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
        return Manifest.compose(json, MediaTypes.OCI_INDEX);
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
