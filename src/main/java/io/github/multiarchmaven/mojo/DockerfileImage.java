package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.assemble.AssembleResult;
import io.github.multiarchmaven.assemble.LayerResult;
import io.github.multiarchmaven.assemble.PlatformResult;
import io.github.multiarchmaven.dockerfile.DockerfileResult;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Sizes;
import java.util.ArrayList;
import java.util.List;

/** What {@code dockerfile} says and records when it is done, in the words of {@code build}. */
final class DockerfileImage {
    private DockerfileImage() {}

    /** For {@code image.json}. Which layers are the base's an engine does not tell. */
    static AssembleResult record(DockerfileResult result) {
        List<PlatformResult> platforms = new ArrayList<>();
        for (DockerfileResult.PlatformImage image : result.images()) {
            List<LayerResult> layers = image.layers().stream()
                    .map(layer -> new LayerResult("layer", layer, false))
                    .toList();
            platforms.add(new PlatformResult(
                    image.platform(), image.manifest(), image.config(), null, null, size(image), layers));
        }
        return new AssembleResult(result.index(), platforms);
    }

    static List<String> messages(Reference reference, DockerfileResult result) {
        List<String> lines = new ArrayList<>();
        lines.add("Built " + reference + " " + result.index().digest() + " with " + result.engine());
        for (DockerfileResult.PlatformImage image : result.images()) {
            lines.add("  " + image.platform() + " " + image.manifest().digest() + " " + Sizes.of(size(image)) + ", "
                    + image.layers().size() + " layers");
        }
        return lines;
    }

    private static long size(DockerfileResult.PlatformImage image) {
        return image.config().size()
                + image.layers().stream().mapToLong(Descriptor::size).sum();
    }
}
