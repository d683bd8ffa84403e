package io.github.multiarchmaven.engine;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One BuildKit of a builder.
 *
 * @param name of the node
 * @param endpoint a Docker context's name, or an address such as {@code unix:///var/run/docker.sock}
 * @param status for example {@code running}, {@code inactive} (not started yet), {@code stopped}, {@code error}; empty when not told
 * @param buildkit version, for example {@code v0.12.5}; empty for a node that does not run
 * @param platforms that it builds for, by itself or by emulation; empty for a node that does not run
 * @param error why its state is not known; empty when it is
 */
public record BuilderNode(
        String name, String endpoint, String status, String buildkit, List<Platform> platforms, String error) {
    public BuilderNode {
        platforms = List.copyOf(platforms);
    }

    /** From the lines {@code Name: value} of {@code docker buildx inspect}; labels of all versions since 0.8 are known. */
    static BuilderNode of(Map<String, String> lines) {
        String error = lines.getOrDefault("Error", "");
        return new BuilderNode(
                lines.getOrDefault("Name", ""),
                lines.getOrDefault("Endpoint", ""),
                lines.getOrDefault("Status", error.isEmpty() ? "" : "error"),
                lines.getOrDefault("BuildKit version", lines.getOrDefault("Buildkit", "")),
                platforms(lines.getOrDefault("Platforms", "")),
                error);
    }

    /** {@code linux/arm64*, linux/amd64/v2}: the star is of a platform that was chosen for the node. */
    static List<Platform> platforms(String text) {
        List<Platform> all = new ArrayList<>();
        for (String name : text.split(",")) {
            String word = name.strip().replaceFirst("\\*$", "");
            try {
                if (!word.isEmpty()) {
                    all.add(Platform.parse(word));
                }
            } catch (InvalidInputException e) {
                // An architecture that images here never have, or a later version's way to write: no platform of ours.
                continue;
            }
        }
        return all;
    }

    /** Whether it runs, or would be started by a build. */
    public boolean isUsable() {
        return error.isEmpty() && !status.equals("error");
    }
}
