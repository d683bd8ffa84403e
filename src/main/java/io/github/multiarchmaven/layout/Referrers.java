package io.github.multiarchmaven.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;

/** Descriptors of referrers as a registry's API lists them (distribution specification, "Listing Referrers"). */
final class Referrers {
    private Referrers() {}

    /** With the manifest's annotations and its {@code artifactType}; without one, an image manifest's config type stands in. */
    static Descriptor describe(Manifest manifest) {
        ObjectNode json = manifest.descriptor().bare().json();
        String type = manifest.json().path("artifactType").asText("");
        if (type.isEmpty() && !manifest.isIndex()) {
            type = manifest.config().mediaType();
        }
        if (!type.isEmpty()) {
            json.put("artifactType", type);
        }
        if (!manifest.annotations().isEmpty()) {
            ObjectNode annotations = Json.object();
            manifest.annotations().forEach(annotations::put);
            json.set("annotations", annotations);
        }
        return Descriptor.fromJson(json, "manifest " + manifest.digest());
    }
}
