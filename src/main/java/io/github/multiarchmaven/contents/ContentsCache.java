package io.github.multiarchmaven.contents;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.multiarchmaven.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What layers hold, on disk by their digest: a base that was read yesterday is not read today. A file a layer,
 * {@code FORMAT/sha256/HEX.json.gz}; its modification time is its last use. Safe for use by several threads and processes:
 * files appear whole, and one that is missing or damaged is a layer that was not read yet.
 */
public final class ContentsCache {
    /** To be raised when readers learn to see more, or records change: what older ones wrote is then left alone. */
    static final String FORMAT = "1";

    private static final int MAX_BYTES = 256 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true)
            .registerModule(new SimpleModule()
                    .addSerializer(Digest.class, new DigestText())
                    .addDeserializer(Digest.class, new TextDigest()));

    private final Path folder;

    /** @param folder made when the first layer is kept */
    public ContentsCache(Path folder) {
        this.folder = folder.resolve(FORMAT);
    }

    /** Empty for a layer that is not here, or not readable. */
    public Optional<LayerContents> find(Digest layer) {
        Path file = file(layer);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            LayerContents contents = decode(in);
            if (!contents.digest().equals(layer)) {
                return Optional.empty();
            }
            touch(file);
            return Optional.of(contents);
        } catch (IOException | RuntimeException e) {
            // Damaged, or just pruned: the layer itself is the truth.
            return Optional.empty();
        }
    }

    /** Keeps what a layer holds; a disk that is full or not writable keeps nothing, which costs time alone. */
    public void keep(LayerContents contents) {
        Path file = file(contents.digest());
        Path part = null;
        try {
            Files.createDirectories(file.getParent());
            part = Files.createTempFile(file.getParent(), ".part", "");
            try (OutputStream out = Files.newOutputStream(part)) {
                encode(contents, out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(part);
        }
    }

    static void encode(LayerContents contents, OutputStream out) throws IOException {
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            JSON.writeValue(gzip, contents);
        }
    }

    /** @throws IOException for damage, which gzip's checksum tells when all of it has been read */
    static LayerContents decode(InputStream in) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(in, 64 * 1024)) {
            byte[] text = gzip.readNBytes(MAX_BYTES);
            if (text.length == MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES + " bytes");
            }
            LayerContents contents = JSON.readValue(text, LayerContents.class);
            if (contents == null || contents.digest() == null || contents.diffId() == null) {
                throw new IOException("not what a layer holds");
            }
            return contents;
        }
    }

    private Path file(Digest layer) {
        return folder.resolve(layer.toString().replace(':', '/') + ".json.gz");
    }

    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // A cache that several users read: its age is of use, and no more.
            return;
        }
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

    private static final class DigestText extends JsonSerializer<Digest> {
        @Override
        public void serialize(Digest digest, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeString(digest.toString());
        }
    }

    private static final class TextDigest extends JsonDeserializer<Digest> {
        @Override
        public Digest deserialize(JsonParser from, DeserializationContext context) throws IOException {
            return Digest.parse(from.getText());
        }
    }
}
