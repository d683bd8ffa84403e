package io.github.multiarchmaven.assemble;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lays our settings and layers over a base's configuration (image specification, {@code config.md}). What is not named here
 * is kept as it is, whether we know the field or not.
 *
 * <table>
 * <caption>Rules, those of jib where it has one</caption>
 * <tr><td>created</td><td>ours</td></tr>
 * <tr><td>Env, Labels</td><td>the base's, ours added or replaced in place</td></tr>
 * <tr><td>ExposedPorts, Volumes</td><td>union, sorted</td></tr>
 * <tr><td>User, WorkingDir, Entrypoint</td><td>ours when given, else the base's</td></tr>
 * <tr><td>Cmd</td><td>ours when given; the base's only when the entrypoint is the base's too; else none</td></tr>
 * <tr><td>history</td><td>the base's, filled up to its number of layers, then one entry for each of our layers</td></tr>
 * <tr><td>rootfs.diff_ids</td><td>the base's, then ours</td></tr>
 * </table>
 */
final class ConfigMerge {
    /** Without a version: a new release of the plugin alone must not change an image's digest. */
    private static final String CREATED_BY = "multiarch-maven-plugin";

    private ConfigMerge() {}

    static byte[] merge(BaseImage base, ContainerSettings ours, List<BuiltLayer> layers) {
        ObjectNode config = base.config().deepCopy();
        String created = ours.creationTime().toString();
        config.put("created", created);
        run(object(config, "config"), ours);
        history(array(config, "history"), base.layers().size(), layers, created);
        ArrayNode diffIds = array(object(config, "rootfs"), "diff_ids");
        layers.forEach(layer -> diffIds.add(layer.diffId().toString()));
        return Json.bytes(config);
    }

    private static void run(ObjectNode run, ContainerSettings ours) {
        environment(run, ours.environment());
        if (!ours.labels().isEmpty()) {
            ObjectNode labels = object(run, "Labels");
            ours.labels().forEach(labels::put);
        }
        union(run, "ExposedPorts", ours.ports());
        union(run, "Volumes", ours.volumes());
        if (ours.user() != null) {
            run.put("User", ours.user());
        }
        if (ours.workingDirectory() != null) {
            run.put("WorkingDir", ours.workingDirectory());
        }
        if (ours.entrypoint() != null) {
            strings(run.putArray("Entrypoint"), ours.entrypoint());
        }
        if (ours.cmd() != null) {
            strings(run.putArray("Cmd"), ours.cmd());
        } else if (ours.entrypoint() != null) {
            // The base's arguments were meant for its own entrypoint.
            run.remove("Cmd");
        }
    }

    private static void environment(ObjectNode run, Map<String, String> ours) {
        if (ours.isEmpty()) {
            return;
        }
        Map<String, String> lines = new LinkedHashMap<>();
        for (JsonNode line : run.path("Env")) {
            String text = line.asText();
            int equals = text.indexOf('=');
            lines.put(equals < 0 ? text : text.substring(0, equals), text);
        }
        ours.forEach((name, value) -> lines.put(name, name + "=" + value));
        strings(run.putArray("Env"), lines.values());
    }

    private static void union(ObjectNode run, String field, List<String> ours) {
        if (ours.isEmpty()) {
            return;
        }
        Map<String, JsonNode> sorted = new TreeMap<>();
        ours.forEach(key -> sorted.put(key, Json.object()));
        run.path(field).properties().forEach(e -> sorted.put(normalised(field, e.getKey()), e.getValue()));
        run.putObject(field).setAll(sorted);
    }

    /** Without a protocol TCP is meant (config.md), so that {@code 8080} and {@code 8080/tcp} do not both stand there. */
    private static String normalised(String field, String key) {
        return field.equals("ExposedPorts") && key.indexOf('/') < 0 ? key + "/tcp" : key;
    }

    private static void history(ArrayNode history, int baseLayers, List<BuiltLayer> layers, String created) {
        int described = 0;
        for (JsonNode entry : history) {
            described += entry.path("empty_layer").asBoolean(false) ? 0 : 1;
        }
        // Tools pair the entries that are not "empty_layer" with the layers, one by one from the first.
        for (int i = described; i < baseLayers; i++) {
            entry(history, created, "layer of the base image");
        }
        layers.forEach(layer -> entry(history, created, layer.name()));
    }

    private static void entry(ArrayNode history, String created, String layer) {
        history.addObject().put("created", created).put("created_by", CREATED_BY + ": " + layer);
    }

    private static void strings(ArrayNode target, Collection<String> values) {
        values.forEach(target::add);
    }

    /** The field as an object; Go writes {@code null} for an empty one. */
    private static ObjectNode object(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode object ? object : parent.putObject(field);
    }

    private static ArrayNode array(ObjectNode parent, String field) {
        return parent.get(field) instanceof ArrayNode array ? array : parent.putArray(field);
    }
}
