package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.assemble.AssembleResult;
import io.github.multiarchmaven.assemble.LayerResult;
import io.github.multiarchmaven.assemble.PlatformResult;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code build} says when it is done. */
final class BuildMessages {
    private BuildMessages() {}

    static List<String> of(Reference image, AssembleResult result) {
        List<String> lines = new ArrayList<>();
        lines.add("Built " + image + " " + result.index().digest());
        for (PlatformResult platform : result.platforms()) {
            List<LayerResult> own = platform.layers().stream()
                    .filter(layer -> !layer.name().equals(LayerResult.BASE))
                    .toList();
            String reused = own.stream()
                    .filter(LayerResult::reused)
                    .map(LayerResult::name)
                    .collect(Collectors.joining(", "));
            String made = own.stream()
                    .filter(layer -> !layer.reused())
                    .map(LayerResult::name)
                    .collect(Collectors.joining(", "));
            lines.add("  " + platform.platform() + " " + platform.manifest().digest() + " " + Sizes.of(platform.size())
                    + (made.isEmpty() ? "" : ", new: " + made) + (reused.isEmpty() ? "" : ", reused: " + reused)
                    + (platform.baseName() == null ? "" : ", on " + platform.baseName()));
        }
        return lines;
    }
}
