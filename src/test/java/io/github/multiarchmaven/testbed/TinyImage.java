package io.github.multiarchmaven.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Puts small but well-formed images into any repository: one layer with one file that names the platform. */
public final class TinyImage {
    private TinyImage() {}

    /** An index over all platforms under the tag; layers are incompressible padding of {@code layerBytes} each. */
    public static Manifest putIndex(Repository target, String tag, int layerBytes, Platform... platforms) {
        List<Descriptor> children = new ArrayList<>();
        for (Platform platform : platforms) {
            children.add(putImage(target, null, platform, layerBytes, config -> {})
                    .descriptor()
                    .withPlatform(platform));
        }
        Manifest index = Indexes.compose(children, Map.of());
        target.putManifest(index, tag);
        return index;
    }

    /** One platform's image; {@code edit} may change its configuration. */
    public static Manifest putImage(
            Repository target, String tag, Platform platform, int layerBytes, Consumer<ObjectNode> edit) {
        byte[] tar = tar("etc/platform", platform + "\n" + padding(platform.toString(), layerBytes));
        byte[] gzip = gzip(tar);
        ObjectNode config = Json.object();
        config.put("architecture", platform.architecture());
        config.put("os", platform.os());
        if (!platform.variant().isEmpty()) {
            config.put("variant", platform.variant());
        }
        ObjectNode container = config.putObject("config");
        container.putArray("Env").add("PATH=/usr/bin:/bin").add("JAVA_HOME=/usr/lib/jvm/java-17");
        container.put("StopSignal", "SIGINT");
        config.putObject("rootfs")
                .put("type", "layers")
                .putArray("diff_ids")
                .add(Descriptor.ofBytes("x", tar).digest().toString());
        config.putArray("history")
                .addObject()
                .put("created", "1970-01-01T00:00:00Z")
                .put("created_by", "a tiny base");
        edit.accept(config);
        Descriptor configBlob = put(target, MediaTypes.OCI_CONFIG, Json.bytes(config));
        Descriptor layer = put(target, MediaTypes.OCI_LAYER_GZIP, gzip);
        ObjectNode manifest = Json.object();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.set("config", configBlob.json());
        manifest.putArray("layers").add(layer.json());
        Manifest image = Manifest.compose(manifest, MediaTypes.OCI_MANIFEST);
        target.putManifest(image, tag);
        return image;
    }

    /** Stores bytes as a blob. */
    public static Descriptor put(Repository target, String mediaType, byte[] bytes) {
        Descriptor blob = Descriptor.ofBytes(mediaType, bytes);
        target.putBlob(blob, null, () -> new ByteArrayInputStream(bytes));
        return blob;
    }

    private static String padding(String seed, int bytes) {
        java.util.Random random = new java.util.Random(seed.hashCode());
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes) {
            text.append((char) (' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    /** A tar with one file, always the same bytes. */
    public static byte[] tar(String path, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
            TarArchiveEntry entry = new TarArchiveEntry(path);
            byte[] data = content.getBytes(UTF_8);
            entry.setSize(data.length);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            tar.write(data);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
