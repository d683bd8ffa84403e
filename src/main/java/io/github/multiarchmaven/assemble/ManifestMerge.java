package io.github.multiarchmaven.assemble;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Composes a platform's manifest: the base's layer descriptors as they stand (their media types, annotations and any other
 * field), then ours.
 *
 * <p>The result is always OCI's. Of a Docker base the layers' media types become OCI's names for the same format; the blobs
 * are the same. The base's own manifest annotations, subject and artifact type describe the base and are not inherited;
 * labels are, in the configuration.
 */
final class ManifestMerge {
    private static final Map<String, String> OCI_LAYER_TYPES = Map.of(
            MediaTypes.DOCKER_LAYER_GZIP,
            MediaTypes.OCI_LAYER_GZIP,
            "application/vnd.docker.image.rootfs.diff.tar",
            MediaTypes.OCI_LAYER,
            "application/vnd.docker.image.rootfs.diff.tar.zstd",
            MediaTypes.OCI_LAYER_ZSTD,
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");

    private ManifestMerge() {}

    static Manifest merge(BaseImage base, Descriptor config, List<BuiltLayer> layers, Map<String, String> annotations) {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_MANIFEST);
        json.set("config", config.bare().json());
        ArrayNode array = json.putArray("layers");
        baseLayers(base).forEach(layer -> array.add(layer.json()));
        layers.forEach(layer -> array.add(layer.descriptor().json()));
        Map<String, String> all = new TreeMap<>(baseAnnotations(base));
        all.putAll(annotations);
        if (!all.isEmpty()) {
            ObjectNode node = json.putObject("annotations");
            all.forEach(node::put);
        }
        return Manifest.compose(json, MediaTypes.OCI_MANIFEST);
    }

    /** The base's layers as they stand in our manifest. */
    static List<Descriptor> baseLayers(BaseImage base) {
        if (base.manifest() == null || !base.manifest().mediaType().equals(MediaTypes.DOCKER_MANIFEST)) {
            return base.layers();
        }
        return base.layers().stream().map(ManifestMerge::oci).toList();
    }

    private static Descriptor oci(Descriptor layer) {
        ObjectNode json = layer.json();
        json.put("mediaType", OCI_LAYER_TYPES.getOrDefault(layer.mediaType(), layer.mediaType()));
        return Descriptor.fromJson(json, "a layer of the base image");
    }

    private static Map<String, String> baseAnnotations(BaseImage base) {
        if (base.name() != null) {
            return Map.of(
                    Annotations.BASE_NAME,
                    base.name(),
                    Annotations.BASE_DIGEST,
                    base.manifest().digest().toString());
        }
        if (base.layout() == null) {
            return Map.of();
        }
        // A base in a layout may itself stand on one in a registry. Layers that the layout lacks are found there.
        Map<String, String> inherited = new TreeMap<>(base.manifest().annotations());
        inherited.keySet().retainAll(List.of(Annotations.BASE_NAME, Annotations.BASE_DIGEST));
        return inherited.containsKey(Annotations.BASE_NAME) ? inherited : Map.of();
    }
}
