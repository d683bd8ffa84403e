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
 * @param pins images that are taken by their digests
 * @param fromScratch whether a stage has no base, as far as the Dockerfile tells
 * @param archive the tar file to write: an OCI image layout
 */
record EngineRun(
        BuildSource source,
        Map<String, String> buildArgs,
        List<Pin> pins,
        boolean fromScratch,
        List<Platform> platforms,
        Path archive) {
    EngineRun {
        buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
        pins = List.copyOf(pins);
        platforms = List.copyOf(platforms);
    }

    /** {@code linux/amd64,linux/arm64}. */
    String platformList() {
        return platforms.stream().map(Platform::toString).collect(Collectors.joining(","));
    }
}
