package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Platform;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One run of an engine.
 *
 * @param buildArgs all of them, the platform's own included
 * @param pinned images that the Dockerfile names, as it names them, and what is taken instead: {@code name@digest}
 * @param archive the tar file to write: an OCI image layout
 */
record EngineRun(
        BuildSource source,
        Map<String, String> buildArgs,
        Map<String, String> pinned,
        List<Platform> platforms,
        Path archive) {
    EngineRun {
        buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
        pinned = Collections.unmodifiableMap(new LinkedHashMap<>(pinned));
        platforms = List.copyOf(platforms);
    }

    /** {@code linux/amd64,linux/arm64}. */
    String platformList() {
        return platforms.stream().map(Platform::toString).collect(Collectors.joining(","));
    }
}
