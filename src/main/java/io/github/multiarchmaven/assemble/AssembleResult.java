package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.Descriptor;
import java.util.List;

/**
 * What lies in the layout now.
 *
 * @param index the image index, tagged
 * @param platforms in the order of the request
 */
public record AssembleResult(Descriptor index, List<PlatformResult> platforms) {
    public AssembleResult {
        platforms = List.copyOf(platforms);
    }
}
