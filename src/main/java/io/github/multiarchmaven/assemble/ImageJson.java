package io.github.multiarchmaven.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code image.json}: what was built, for programs and as an artifact in the Maven repository.
 *
 * <pre>
 * {
 *   "reference": "hub.example.com/team/app:1.0",
 *   "mediaType": "application/vnd.oci.image.index.v1+json",
 *   "digest": "sha256:...",                 of the image index
 *   "size": 491,                            of the index document, bytes
 *   "platforms": [ {
 *     "platform": {"architecture": "amd64", "os": "linux"},
 *     "digest": "sha256:...",               of the platform's image manifest
 *     "config": "sha256:...",
 *     "size": 104857600,                    compressed bytes of all layers, and of the config
 *     "base": {"name": "hub.example.com/base/java:17", "digest": "sha256:..."},
 *     "layers": [ {"name": "dependencies", "digest": "sha256:...", "size": 19283746} ]
 *   } ]
 * }
 * </pre>
 */
public final class ImageJson {
    private ImageJson() {}

    /** Writes the file; its folder is made when it is not there. The same result gives the same bytes. */
    public static void write(Path file, Reference reference, AssembleResult result) {
        ObjectNode json = Json.object();
        json.put("reference", reference.toString());
        json.put("mediaType", result.index().mediaType());
        json.put("digest", result.index().digest().toString());
        json.put("size", result.index().size());
        ArrayNode platforms = json.putArray("platforms");
        result.platforms().forEach(platform -> platforms.add(json(platform)));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, (Json.pretty(json) + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing " + file, e);
        }
    }

    private static ObjectNode json(PlatformResult platform) {
        ObjectNode json = Json.object();
        json.set("platform", platform.platform().toJson());
        json.put("digest", platform.manifest().digest().toString());
        json.put("config", platform.config().digest().toString());
        json.put("size", platform.size());
        if (platform.baseDigest() != null) {
            ObjectNode base = json.putObject("base");
            if (platform.baseName() != null) {
                base.put("name", platform.baseName());
            }
            base.put("digest", platform.baseDigest().toString());
        }
        ArrayNode layers = json.putArray("layers");
        for (LayerResult layer : platform.layers()) {
            layers.addObject()
                    .put("name", layer.name())
                    .put("digest", layer.layer().digest().toString())
                    .put("size", layer.layer().size());
        }
        return json;
    }
}
