package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What to assemble.
 *
 * @param layoutDirectory the OCI image layout to write; created when it is not there
 * @param tag what the index is called in the layout
 * @param platforms at least one, each platform once; their order is the order in the index
 * @param layerCache directory where packed layers are kept between builds; jib's own format
 * @param parallelism layers packed at a time, 1 or more
 */
public record AssembleRequest(
        Path layoutDirectory, String tag, List<PlatformRequest> platforms, Path layerCache, int parallelism) {

    /** @throws InvalidInputException when there is no platform, one is there twice, or the tag is malformed */
    public AssembleRequest {
        Objects.requireNonNull(layoutDirectory, "layoutDirectory");
        Objects.requireNonNull(layerCache, "layerCache");
        platforms = List.copyOf(platforms);
        if (platforms.isEmpty()) {
            throw new InvalidInputException("There is no platform to build for. Name at least one in <platforms>.");
        }
        Set<Object> seen = new HashSet<>();
        for (PlatformRequest platform : platforms) {
            if (!seen.add(platform.platform())) {
                throw new InvalidInputException(
                        "The platform " + platform.platform() + " is there twice. Name it once in <platforms>.");
            }
        }
        if (!Reference.isTag(tag)) {
            throw new InvalidInputException("The tag '" + tag + "' is malformed: it may have 1 to 128 letters, digits,"
                    + " '_', '.' and '-', the first no '.' or '-'.");
        }
        if (parallelism < 1) {
            throw new InvalidInputException("The parallelism is " + parallelism + "; it has to be 1 or more.");
        }
    }
}
