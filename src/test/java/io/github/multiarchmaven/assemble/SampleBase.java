package io.github.multiarchmaven.assemble;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A base image of one layer, with the fields that jib drops.
 *
 * @param layer the blob of its layer
 */
record SampleBase(Platform platform, Manifest manifest, byte[] config, byte[] layer) {
    static final String CONFIG =
            """
            {"created":"2020-01-01T00:00:00Z","author":"base team","architecture":"%s","os":"linux",
             "config":{"Env":["PATH=/usr/bin","LANG=C"],"Entrypoint":["/init"],"Cmd":["serve"],
               "Labels":{"team":"base","kept":"yes"},"ExposedPorts":{"22/tcp":{}},"Volumes":{"/data":{}},
               "User":"1000","WorkingDir":"/work","StopSignal":"SIGQUIT","Shell":["/bin/bash","-c"],
               "Healthcheck":{"Test":["CMD","true"],"Interval":30000000000,"StartInterval":5000000000},"X-Unknown":{"a":1.50}},
             "rootfs":{"type":"layers","diff_ids":["%s"]},
             "history":[{"created":"2020-01-01T00:00:00Z","created_by":"ADD rootfs"},
               {"created":"2020-01-01T00:00:00Z","created_by":"ENV","empty_layer":true}],
             "x.top":"kept"}
            """;

    static SampleBase of(Platform platform) {
        return of(platform, MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_GZIP, config -> {});
    }

    static SampleBase of(Platform platform, String manifestType, String layerType, Consumer<ObjectNode> configChange) {
        byte[] tar = tar(platform);
        byte[] layer = gzip(tar);
        String text = CONFIG.formatted(
                platform.architecture(),
                Descriptor.ofBytes(MediaTypes.OCI_LAYER, tar).digest());
        ObjectNode configJson = Json.parseObject(text.getBytes(StandardCharsets.UTF_8), "sample");
        if (!platform.variant().isEmpty()) {
            configJson.put("variant", platform.variant());
        }
        configChange.accept(configJson);
        byte[] config = Json.bytes(configJson);
        boolean docker = manifestType.equals(MediaTypes.DOCKER_MANIFEST);
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2).put("mediaType", manifestType);
        json.set(
                "config",
                Descriptor.ofBytes(docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG, config)
                        .json());
        ObjectNode layerJson = Descriptor.ofBytes(layerType, layer).json();
        layerJson.putObject("annotations").put("layer.note", "kept");
        json.putArray("layers").add(layerJson);
        return new SampleBase(platform, Manifest.compose(json, manifestType), config, layer);
    }

    BaseImage image() {
        return BaseImage.of("hub.example.com/base:17", manifest, config, "hub.example.com/base:17", null);
    }

    Descriptor layerDescriptor() {
        return manifest.layers().get(0);
    }

    /** Stores the image, layer included, without a tag. */
    Descriptor store(Repository repository) {
        repository.putBlob(layerDescriptor(), null, () -> new ByteArrayInputStream(layer));
        repository.putBlob(manifest.config(), null, () -> new ByteArrayInputStream(config));
        repository.putManifest(manifest, null);
        return manifest.descriptor().withPlatform(platform);
    }

    /** Stores an index of both usual platforms. */
    static Manifest storeIndex(Repository repository, String tag) {
        Manifest index = Indexes.compose(
                List.of(
                        of(Platform.linuxAmd64()).store(repository),
                        of(Platform.linuxArm64()).store(repository)),
                Map.of());
        repository.putManifest(index, tag);
        return index;
    }

    private static byte[] tar(Platform platform) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            byte[] content = platform.toString().getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry("etc/platform");
            entry.setSize(content.length);
            entry.setModTime(1000L);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
