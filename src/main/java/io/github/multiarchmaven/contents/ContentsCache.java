package io.github.multiarchmaven.contents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.cache.CacheFolder;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What layers hold, on disk by their digest: a base that was read yesterday is not read today. A file a layer,
 * {@code FORMAT/sha256/HEX.gz}, and one an image, {@code FORMAT/images/HEX.json}; the modification time is the last use. Safe for
 * use by several threads and processes: files appear whole, and one that is missing or damaged is a layer that was not read yet.
 */
public final class ContentsCache {
    /** To be raised when readers learn to see more, or records change: what older ones wrote is then left alone. */
    static final String FORMAT = "2";

    private static final int MAX_BYTES = 256 * 1024 * 1024;
    private static final String IMAGES = "images";

    private final Path root;
    private final Path folder;

    /** @param root made when the first layer is kept */
    public ContentsCache(Path root) {
        this.root = root;
        this.folder = root.resolve(FORMAT);
    }

    /** Empty for a layer that is not here, or not readable. */
    public Optional<LayerContents> find(Digest layer) {
        return find(layer, entry -> {});
    }

    /** @param seen is told of each entry, and may throw what is no {@link IOException} */
    Optional<LayerContents> find(Digest layer, Consumer<LayerEntry> seen) {
        Path file = file(layer);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            LayerContents contents = ContentsBytes.decode(unpacked(Files.readAllBytes(file)), seen);
            if (!contents.digest().equals(layer)) {
                return Optional.empty();
            }
            CacheFolder.touch(file);
            return Optional.of(contents);
        } catch (IOException e) {
            // Damaged, or just pruned: the layer itself is the truth.
            return Optional.empty();
        }
    }

    /** Keeps what a layer holds; a disk that is full or not writable keeps nothing, which costs time alone. */
    public void keep(LayerContents contents) {
        write(file(contents.digest()), out -> {
            try (OutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(ContentsBytes.encode(contents));
            }
        });
    }

    /** Notes which layers an image has, so that {@code prune} can go by images. */
    public void note(String image, Collection<Digest> layers) {
        ObjectNode json = Json.object();
        json.put("image", image);
        ArrayNode list = json.putArray("layers");
        layers.forEach(layer -> list.add(layer.toString()));
        Path file = folder.resolve(IMAGES)
                .resolve(Digest.ofBytes(image.getBytes(StandardCharsets.UTF_8)).hex() + ".json");
        write(file, out -> out.write(Json.bytes(json)));
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private void write(Path file, Content content) {
        Path part = null;
        try {
            CacheFolder.mark(root);
            Files.createDirectories(file.getParent());
            part = Files.createTempFile(file.getParent(), ".part", "");
            try (OutputStream out = Files.newOutputStream(part)) {
                content.writeTo(out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(part);
        }
    }

    /** @throws IOException for damage, which gzip's checksum tells when all of it has been read */
    private static byte[] unpacked(byte[] packed) throws IOException {
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed), 8 * 1024)) {
            byte[] bytes = gzip.readNBytes(MAX_BYTES);
            if (bytes.length == MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private Path file(Digest layer) {
        return folder.resolve(layer.toString().replace(':', '/') + ".gz");
    }

    private static void discard(Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            // Pruning takes it.
            return;
        }
    }
}
