package io.github.multiarchmaven.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as a tree: the index, its platforms, their layers, and what refers to them.
 *
 * @param manifest the node's own descriptor
 * @param platform from the index's entry, or from the configuration of a single image; null for an artifact
 * @param artifactType null for an image
 * @param annotations of the manifest
 * @param created of the configuration; null when unknown
 * @param command the start of a container, entrypoint then cmd; empty when unknown
 * @param layers with the command of history that made each, where it is known
 * @param children of an index
 * @param referrers whose subject this manifest is
 */
public record ImageTree(
        Descriptor manifest,
        Platform platform,
        String artifactType,
        Map<String, String> annotations,
        String created,
        List<String> command,
        List<Layer> layers,
        List<ImageTree> children,
        List<Descriptor> referrers) {

    private static final int MAX_CHILDREN = 1000;

    /**
     * @param descriptor of the blob
     * @param createdBy of history; empty when unknown
     */
    public record Layer(Descriptor descriptor, String createdBy) {}

    /**
     * Reads the tree: one request for each manifest, one for each image's configuration, one for each list of referrers.
     *
     * @throws NotFoundException when there is no such tag or digest
     */
    public static ImageTree read(Repository place, String tagOrDigest) {
        return read(place, place.manifest(tagOrDigest), null, 0);
    }

    private static ImageTree read(Repository place, Manifest manifest, Platform announced, int depth) {
        List<Descriptor> referrers = place.referrers(manifest.digest());
        if (manifest.isIndex()) {
            if (depth >= Manifest.MAX_NESTING || manifest.children().size() > MAX_CHILDREN) {
                throw new CorruptContentException(
                        "Reading " + place.name() + ": the index " + manifest.digest() + " is nested more than "
                                + Manifest.MAX_NESTING + " deep or has more than " + MAX_CHILDREN + " entries.");
            }
            List<ImageTree> children = new ArrayList<>();
            for (Descriptor child : manifest.children()) {
                Optional<Platform> platform = child.platform();
                children.add(
                        MediaTypes.isManifest(child.mediaType())
                                        && place.resolve(child.digest().toString())
                                                .isPresent()
                                ? read(
                                        place,
                                        place.manifest(child.digest().toString()),
                                        platform.orElse(null),
                                        depth + 1)
                                : leaf(child, platform.orElse(null)));
            }
            return new ImageTree(
                    manifest.descriptor(),
                    announced,
                    artifactType(manifest),
                    manifest.annotations(),
                    null,
                    List.of(),
                    List.of(),
                    children,
                    referrers);
        }
        boolean image = MediaTypes.isImageConfig(manifest.config().mediaType());
        JsonNode config = image
                ? Json.parseObject(
                        place.readBlob(manifest.config()),
                        "the configuration " + manifest.config().digest())
                : Json.object();
        Platform platform =
                announced != null ? announced : config.has("architecture") ? Platform.fromJson(config) : null;
        return new ImageTree(
                manifest.descriptor(),
                platform,
                image ? null : artifactType(manifest),
                manifest.annotations(),
                config.path("created").textValue(),
                command(config),
                layers(manifest, config),
                List.of(),
                referrers);
    }

    private static ImageTree leaf(Descriptor child, Platform platform) {
        return new ImageTree(
                child,
                platform,
                child.artifactType().orElse(null),
                child.annotations(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static String artifactType(Manifest manifest) {
        String declared = manifest.json().path("artifactType").textValue();
        // Image specification, "Guidelines for Artifact Usage": without an artifactType the config's type stands for
        // it.
        return declared != null
                ? declared
                : manifest.isIndex() ? null : manifest.config().mediaType();
    }

    private static List<String> command(JsonNode config) {
        List<String> command = new ArrayList<>();
        config.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
        config.at("/config/Cmd").forEach(word -> command.add(word.asText()));
        return command;
    }

    private static List<Layer> layers(Manifest manifest, JsonNode config) {
        List<String> commands = new ArrayList<>();
        for (JsonNode entry : config.path("history")) {
            if (!entry.path("empty_layer").asBoolean()) {
                commands.add(entry.path("created_by").asText(""));
            }
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < manifest.layers().size(); i++) {
            layers.add(new Layer(manifest.layers().get(i), i < commands.size() ? commands.get(i) : ""));
        }
        return layers;
    }

    /** Compressed bytes of the layers of this image; of an index, of all its children, shared layers counted once. */
    public long layerBytes() {
        return allLayers().distinct().mapToLong(Descriptor::size).sum();
    }

    private java.util.stream.Stream<Descriptor> allLayers() {
        return java.util.stream.Stream.concat(
                layers.stream().map(Layer::descriptor), children.stream().flatMap(ImageTree::allLayers));
    }
}
