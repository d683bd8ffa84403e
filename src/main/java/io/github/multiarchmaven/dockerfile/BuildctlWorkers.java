package io.github.multiarchmaven.dockerfile;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Platform;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The JSON of {@code buildctl debug workers}: a list of workers, each with its {@code platforms}. */
final class BuildctlWorkers {
    private BuildctlWorkers() {}

    static List<Platform> nativePlatforms(byte[] json) {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.writeBytes("{\"workers\":".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        object.writeBytes(json);
        object.write('}');
        Set<Platform> own = new LinkedHashSet<>();
        for (JsonNode worker : Json.parseObject(object.toByteArray(), "buildctl's list of workers")
                .path("workers")) {
            JsonNode first = worker.path("platforms").path(0);
            if (first.isObject()) {
                own.add(Platform.fromJson(first));
            }
        }
        return List.copyOf(own);
    }
}
