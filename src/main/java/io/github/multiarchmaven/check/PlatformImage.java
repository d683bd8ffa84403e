package io.github.multiarchmaven.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.contents.ImageContents;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.List;

/**
 * One platform's image, with what is in it.
 *
 * @param config the configuration; not to be changed
 */
public record PlatformImage(Platform platform, Manifest manifest, ObjectNode config, ImageContents contents) {
    /** The command of history that made each layer, in the layers' order; empty where history does not say. */
    public List<String> commands() {
        List<String> commands = new ArrayList<>();
        for (JsonNode entry : config.path("history")) {
            if (!entry.path("empty_layer").asBoolean(false)) {
                commands.add(
                        entry.path("created_by").asText(entry.path("comment").asText("")));
            }
        }
        while (commands.size() < manifest.layers().size()) {
            commands.add("");
        }
        return commands;
    }
}
