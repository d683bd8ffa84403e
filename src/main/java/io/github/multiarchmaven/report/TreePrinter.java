package io.github.multiarchmaven.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Sizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes an {@link ImageTree} as text for people, or as JSON for programs. */
public final class TreePrinter {
    private static final int COMMAND_WIDTH = 90;

    private TreePrinter() {}

    /** Lines of text, the root first; a layer that several platforms share is marked. */
    public static String text(String name, ImageTree tree) {
        Map<Descriptor, Integer> uses = new HashMap<>();
        countLayers(tree, uses);
        StringBuilder out = new StringBuilder();
        out.append(name).append('\n');
        out.append(kind(tree)).append(' ').append(tree.manifest().digest()).append('\n');
        append(out, tree, "", uses);
        if (!tree.children().isEmpty()) {
            out.append("all platforms together: ")
                    .append(Sizes.of(tree.layerBytes()))
                    .append(" of layers, shared ones once\n");
        }
        return out.toString();
    }

    private static void countLayers(ImageTree tree, Map<Descriptor, Integer> uses) {
        tree.layers().stream().map(ImageTree.Layer::descriptor).distinct().forEach(d -> uses.merge(d, 1, Integer::sum));
        tree.children().forEach(child -> countLayers(child, uses));
    }

    private static void append(StringBuilder out, ImageTree tree, String indent, Map<Descriptor, Integer> uses) {
        List<String> heads = new ArrayList<>();
        List<ImageTree> nested = new ArrayList<>();
        if (!tree.command().isEmpty()) {
            heads.add("runs " + abbreviate(String.join(" ", tree.command())));
            nested.add(null);
        }
        for (ImageTree.Layer layer : tree.layers()) {
            Descriptor d = layer.descriptor();
            heads.add("layer " + d.digest().shortHex() + "  " + pad(Sizes.of(d.size())) + compression(d)
                    + (uses.getOrDefault(d, 0) > 1 ? "  shared" : "")
                    + (layer.createdBy().isEmpty() ? "" : "  " + abbreviate(layer.createdBy())));
            nested.add(null);
        }
        for (ImageTree child : tree.children()) {
            heads.add(platform(child) + "  " + kind(child) + " "
                    + child.manifest().digest() + "  " + Sizes.of(child.layerBytes()));
            nested.add(child);
        }
        for (Descriptor referrer : tree.referrers()) {
            heads.add("referrer " + referrer.digest() + "  "
                    + referrer.artifactType().orElse(referrer.mediaType()));
            nested.add(null);
        }
        for (int i = 0; i < heads.size(); i++) {
            boolean last = i == heads.size() - 1;
            // ASCII: Maven's log reaches consoles of every encoding.
            out.append(indent).append(last ? "`- " : "|- ").append(heads.get(i)).append('\n');
            if (nested.get(i) != null) {
                append(out, nested.get(i), indent + (last ? "   " : "|  "), uses);
            }
        }
    }

    private static String platform(ImageTree tree) {
        return tree.platform() == null ? "(no platform)" : tree.platform().toString();
    }

    private static String kind(ImageTree tree) {
        String type = tree.manifest().mediaType();
        if (tree.artifactType() != null) {
            return "artifact " + tree.artifactType();
        }
        return switch (type) {
            case MediaTypes.OCI_INDEX -> "image index (OCI)";
            case MediaTypes.DOCKER_LIST -> "manifest list (Docker)";
            case MediaTypes.OCI_MANIFEST -> "image manifest (OCI)";
            case MediaTypes.DOCKER_MANIFEST -> "image manifest (Docker)";
            default -> type;
        };
    }

    private static String compression(Descriptor layer) {
        String type = layer.mediaType();
        return type.endsWith("zstd") ? "  zstd" : type.endsWith("gzip") ? "  gzip" : "  plain";
    }

    private static String pad(String size) {
        return " ".repeat(Math.max(0, 9 - size.length())) + size;
    }

    private static String abbreviate(String command) {
        String line = command.replaceAll("\\s+", " ");
        return line.length() <= COMMAND_WIDTH ? line : line.substring(0, COMMAND_WIDTH - 3) + "...";
    }

    /** The same tree as JSON; sizes in bytes, descriptors with the fields they have in their documents. */
    public static String jsonText(String name, ImageTree tree) {
        ObjectNode json = Json.object();
        json.put("name", name);
        json.setAll(json(tree));
        return Json.pretty(json) + "\n";
    }

    private static ObjectNode json(ImageTree tree) {
        ObjectNode json = Json.object();
        json.put("mediaType", tree.manifest().mediaType());
        json.put("digest", tree.manifest().digest().toString());
        json.put("size", tree.manifest().size());
        Platform platform = tree.platform();
        if (platform != null) {
            json.set("platform", platform.toJson());
        }
        if (tree.artifactType() != null) {
            json.put("artifactType", tree.artifactType());
        }
        if (!tree.annotations().isEmpty()) {
            ObjectNode annotations = json.putObject("annotations");
            tree.annotations().forEach(annotations::put);
        }
        if (tree.created() != null) {
            json.put("created", tree.created());
        }
        json.put("layerBytes", tree.layerBytes());
        if (!tree.command().isEmpty()) {
            ArrayNode command = json.putArray("command");
            tree.command().forEach(command::add);
        }
        if (!tree.layers().isEmpty()) {
            ArrayNode layers = json.putArray("layers");
            tree.layers().forEach(layer -> {
                ObjectNode node = layer.descriptor().json();
                if (!layer.createdBy().isEmpty()) {
                    node.put("createdBy", layer.createdBy());
                }
                layers.add(node);
            });
        }
        if (!tree.children().isEmpty()) {
            ArrayNode children = json.putArray("manifests");
            tree.children().forEach(child -> children.add(json(child)));
        }
        if (!tree.referrers().isEmpty()) {
            ArrayNode referrers = json.putArray("referrers");
            tree.referrers().forEach(r -> referrers.add(r.json()));
        }
        return json;
    }
}
