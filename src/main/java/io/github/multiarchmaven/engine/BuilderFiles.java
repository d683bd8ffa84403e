package io.github.multiarchmaven.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that a builder's nodes were given when it was made: {@code buildkitd.toml}, and certificates as {@code
 * certs/<host>/<file>}. buildx keeps copies of them, in one JSON file a builder (buildx, {@code store} and {@code util/confutil}).
 */
public final class BuilderFiles {
    private BuilderFiles() {}

    /** The folder of buildx, as it finds it: {@code BUILDX_CONFIG}, or {@code buildx} in Docker's. */
    static Path folder(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault("BUILDX_CONFIG", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String docker = environment.getOrDefault("DOCKER_CONFIG", "");
        return (docker.isEmpty() ? home.resolve(".docker") : Path.of(docker)).resolve("buildx");
    }

    /**
     * The files of each node, by path; empty when there is no such builder, as for those of the driver {@code docker}, or when its
     * file cannot be read.
     */
    public static List<Map<String, byte[]>> of(String builder, Map<String, String> environment, Path home) {
        Path instances = folder(environment, home).resolve("instances");
        Path file = instances.resolve(builder).normalize();
        if (!file.startsWith(instances) || !Files.isRegularFile(file)) {
            return List.of();
        }
        List<Map<String, byte[]>> nodes = new ArrayList<>();
        try {
            for (JsonNode node :
                    Json.parseObject(Files.readAllBytes(file), file.toString()).path("Nodes")) {
                Map<String, byte[]> files = new LinkedHashMap<>();
                for (var each : node.path("Files").properties()) {
                    files.put(each.getKey(), content(each.getValue()));
                }
                nodes.add(files);
            }
            return nodes;
        } catch (IOException | ImageException e) {
            return List.of();
        }
    }

    /** Go writes bytes as base64. */
    private static byte[] content(JsonNode text) throws IOException {
        return text.isTextual() ? text.binaryValue() : text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
