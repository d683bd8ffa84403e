package io.github.multiarchmaven.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.contents.ImageContents;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;

/**
 * One platform's image, with what is in it.
 *
 * @param config the configuration; not to be changed
 */
public record PlatformImage(Platform platform, Manifest manifest, ObjectNode config, ImageContents contents) {
    /** The command of history that made a layer; empty where history does not say. */
    public String command(int layer) {
        int at = 0;
        for (JsonNode entry : config.path("history")) {
            if (!entry.path("empty_layer").asBoolean(false) && at++ == layer) {
                return entry.path("created_by").asText(entry.path("comment").asText(""));
            }
        }
        return "";
    }
}
