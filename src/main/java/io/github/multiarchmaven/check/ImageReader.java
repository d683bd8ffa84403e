package io.github.multiarchmaven.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.contents.ImageContents;
import io.github.multiarchmaven.contents.LayerContents;
import io.github.multiarchmaven.contents.LayerReader;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.transfer.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads all platforms of an image, each layer once, several at a time. */
public final class ImageReader {
    private final LayerReader layers;
    private final Parallel parallel;

    public ImageReader(LayerReader layers, Parallel parallel) {
        this.layers = layers;
        this.parallel = parallel;
    }

    /**
     * @param name for messages
     * @param place must have, or be able to get, all layers
     * @throws InvalidInputException for what is no image
     */
    public CheckedImage read(String name, Repository place, String tagOrDigest) {
        Manifest root = place.manifest(tagOrDigest);
        List<Image> images = new ArrayList<>();
        if (root.isIndex()) {
            for (Descriptor child : root.children()) {
                if (!child.platform().map(Platform::isUnknown).orElse(false)
                        && MediaTypes.isManifest(child.mediaType())) {
                    image(place, place.manifest(child.digest().toString()), child.platform())
                            .ifPresent(images::add);
                }
            }
        } else {
            image(place, root, Optional.empty()).ifPresent(images::add);
        }
        if (images.isEmpty()) {
            throw new InvalidInputException(
                    "Checking " + name + ": it has no image of a platform. Name an image, or an index of images.");
        }
        Map<Digest, LayerContents> contents = contents(place, images);
        return new CheckedImage(name, root.digest(), parallel.map(images, (image, failed) -> image.with(contents)));
    }

    private record Image(Platform platform, Manifest manifest, ObjectNode config) {
        PlatformImage with(Map<Digest, LayerContents> contents) {
            List<LayerContents> own = manifest.layers().stream()
                    .map(Descriptor::digest)
                    .filter(contents::containsKey)
                    .map(contents::get)
                    .toList();
            return new PlatformImage(platform, manifest, config, new ImageContents(own));
        }
    }

    /** Empty for what is no image of a platform: an artifact, an attestation, an index within an index. */
    private static Optional<Image> image(Repository place, Manifest manifest, Optional<Platform> named) {
        if (manifest.isIndex() || !MediaTypes.isImageConfig(manifest.config().mediaType())) {
            return Optional.empty();
        }
        ObjectNode config = Json.parseObject(
                place.readBlob(manifest.config()),
                "the configuration " + manifest.config().digest());
        Platform platform = named.orElseGet(() -> Platform.fromJson(config));
        return platform.isUnknown() ? Optional.empty() : Optional.of(new Image(platform, manifest, config));
    }

    private Map<Digest, LayerContents> contents(Repository place, List<Image> images) {
        Map<Digest, Descriptor> distinct = new LinkedHashMap<>();
        for (Image image : images) {
            for (Descriptor layer : image.manifest().layers()) {
                if (!layer.isForeign()) {
                    distinct.putIfAbsent(layer.digest(), layer);
                }
            }
        }
        Map<Digest, LayerContents> contents = new LinkedHashMap<>();
        // The largest first: nobody waits for it alone in the end.
        List<Descriptor> order = distinct.values().stream()
                .sorted(Comparator.comparingLong(Descriptor::size).reversed())
                .toList();
        parallel.map(order, (layer, failed) -> layers.read(place, layer))
                .forEach(read -> contents.put(read.digest(), read));
        return contents;
    }
}
