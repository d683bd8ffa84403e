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
        List<Manifest> images = new ArrayList<>();
        if (root.isIndex()) {
            for (Descriptor child : root.children()) {
                if (child.platform().map(p -> !p.isUnknown()).orElse(false)
                        && MediaTypes.isManifest(child.mediaType())) {
                    images.add(place.manifest(child.digest().toString()));
                }
            }
        } else {
            images.add(root);
        }
        images.removeIf(image ->
                image.isIndex() || !MediaTypes.isImageConfig(image.config().mediaType()));
        if (images.isEmpty()) {
            throw new InvalidInputException(
                    "Checking " + name + ": it has no image of a platform. Name an image, or an index of images.");
        }
        Map<Digest, LayerContents> contents = contents(place, images);
        return new CheckedImage(
                name,
                root.digest(),
                images.stream().map(image -> platform(place, image, contents)).toList());
    }

    private Map<Digest, LayerContents> contents(Repository place, List<Manifest> images) {
        Map<Digest, Descriptor> distinct = new LinkedHashMap<>();
        for (Manifest image : images) {
            for (Descriptor layer : image.layers()) {
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

    private static PlatformImage platform(Repository place, Manifest image, Map<Digest, LayerContents> contents) {
        ObjectNode config = Json.parseObject(
                place.readBlob(image.config()),
                "the configuration " + image.config().digest());
        List<LayerContents> own = image.layers().stream()
                .map(Descriptor::digest)
                .filter(contents::containsKey)
                .map(contents::get)
                .toList();
        return new PlatformImage(Platform.fromJson(config), image, config, new ImageContents(own));
    }
}
