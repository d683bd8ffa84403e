package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What to build and where to.
 *
 * @param platforms at least one, in the order of the index, each with build arguments of its own
 * @param annotations of each platform's manifest
 * @param indexAnnotations of the index
 * @param pins the digest that a base image is taken by; empty for one that is taken as the Dockerfile has it
 * @param layoutDirectory the OCI image layout to write; created when it is not there
 * @param tag what the index is called in the layout
 * @param workDirectory takes files of this run; what is put there is deleted
 */
public record DockerfileRequest(
        BuildSource source,
        Map<Platform, Map<String, String>> platforms,
        Map<String, String> annotations,
        Map<String, String> indexAnnotations,
        Function<Reference, Optional<Digest>> pins,
        Path layoutDirectory,
        String tag,
        Path workDirectory) {
    /** @throws InvalidInputException when there is no platform or the tag is malformed */
    public DockerfileRequest {
        platforms = Collections.unmodifiableMap(new LinkedHashMap<>(platforms));
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        indexAnnotations = Collections.unmodifiableMap(new LinkedHashMap<>(indexAnnotations));
        if (platforms.isEmpty()) {
            throw new InvalidInputException("There is no platform to build for. Name at least one in <platforms>.");
        }
        if (!Reference.isTag(tag)) {
            throw new InvalidInputException("The tag '" + tag + "' is malformed: it may have 1 to 128 letters, digits,"
                    + " '_', '.' and '-', the first no '.' or '-'.");
        }
    }
}
