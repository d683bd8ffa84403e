package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.layout.LayoutLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one image per platform and their index into an image layout.
 *
 * <p>The tag comes last: when anything fails before, it names what it named. Other builds wait meanwhile for the layout's
 * lock. Blobs that no tag leads to any more are deleted at the end.
 */
public final class Assembler {
    private static final Logger LOG = LoggerFactory.getLogger(Assembler.class);

    /**
     * @throws io.github.multiarchmaven.image.InvalidInputException when a base is not for its platform
     * @throws io.github.multiarchmaven.image.ImageException when files cannot be read or written
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public AssembleResult assemble(AssembleRequest request) {
        for (PlatformRequest platform : request.platforms()) {
            platform.base().requirePlatform(platform.platform());
        }
        ImageLayout layout = ImageLayout.openOrCreate(request.layoutDirectory());
        try (LayoutLock lock = layout.lock()) {
            List<Layer> layers = request.platforms().stream()
                    .flatMap(platform -> platform.layers().stream())
                    .toList();
            Map<Layer, BuiltLayer> built =
                    new LayerPacker(request.layerCache(), request.parallelism()).pack(layers, layout);
            List<PlatformResult> results = new ArrayList<>();
            for (PlatformRequest platform : request.platforms()) {
                results.add(image(platform, built, layout));
            }
            Manifest index = Indexes.compose(
                    results.stream().map(PlatformResult::manifest).toList(), Map.of());
            layout.putManifestLocked(index, request.tag());
            long freed = layout.prune();
            LOG.debug("Assembled {} in {}, freed {} bytes", index.digest(), layout.name(), freed);
            return new AssembleResult(index.descriptor(), results);
        }
    }

    private static PlatformResult image(PlatformRequest request, Map<Layer, BuiltLayer> built, ImageLayout layout) {
        BaseImage base = request.base();
        List<BuiltLayer> ours = request.layers().stream().map(built::get).toList();
        List<LayerResult> layers = new ArrayList<>(takeOver(base, layout));
        ours.forEach(layer -> layers.add(new LayerResult(layer.name(), layer.descriptor(), layer.reused())));

        Descriptor config = layout.putBytes(MediaTypes.OCI_CONFIG, ConfigMerge.merge(base, request.container(), ours));
        Manifest manifest =
                ManifestMerge.merge(base, config, ours, request.container().annotations());
        layout.putManifest(manifest, null);

        long size = config.size()
                + layers.stream().mapToLong(layer -> layer.layer().size()).sum();
        return new PlatformResult(
                request.platform(),
                manifest.descriptor().withPlatform(withOsVersion(request.platform(), base)),
                config,
                base.name(),
                base.manifest() == null ? null : base.manifest().digest(),
                size,
                layers);
    }

    /** Brings the layers of a base that is in a local layout along; those of one in a registry stay there. */
    private static List<LayerResult> takeOver(BaseImage base, ImageLayout layout) {
        List<LayerResult> results = new ArrayList<>();
        for (Descriptor layer : ManifestMerge.baseLayers(base)) {
            boolean present = base.layout() == null || layout.hasBlob(layer);
            if (!present && base.layout().hasBlob(layer)) {
                layout.linkBlob(layer, base.layout().blobPath(layer.digest()));
            } else if (!present) {
                requireOrigin(base, layer);
                present = true;
            }
            results.add(new LayerResult(LayerResult.BASE, layer, present));
        }
        return results;
    }

    private static void requireOrigin(BaseImage base, Descriptor layer) {
        if (!base.manifest().annotations().containsKey(Annotations.BASE_NAME) && !layer.isForeign()) {
            throw new NotFoundException("Taking the base image " + base.label() + ": its layout lacks the layer "
                    + layer.digest() + " and does not say in the annotation " + Annotations.BASE_NAME
                    + " where it is. Write the layout again, with all its blobs.");
        }
    }

    /** Windows picks an index's entry by version as well. */
    private static Platform withOsVersion(Platform wanted, BaseImage base) {
        String osVersion = base.config().path("os.version").asText("");
        return wanted.osVersion().isEmpty() && !osVersion.isEmpty()
                ? new Platform(wanted.os(), wanted.architecture(), wanted.variant(), osVersion)
                : wanted;
    }
}
