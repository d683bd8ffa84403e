package io.github.multiarchmaven.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.image.VerifyingInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * One image as a tar that is an OCI image layout and an archive of {@code docker save} at once: Docker's containerd image store and
 * Podman read {@code index.json} (so the manifest keeps its digest), Docker's older store reads {@code manifest.json}. Both name the
 * same blobs, which stay compressed as they are.
 *
 * <p>{@code manifest.json}, {@code index.json} and {@code oci-layout} come after all blobs have been verified. Until then the tar is no
 * image for any engine, so that a source that fails, or whose bytes are wrong, leaves nothing loaded.
 *
 * @param image an image manifest
 * @param config the bytes of its configuration, verified
 * @param name with a tag, under which the engine will know it
 */
record EngineArchive(Repository place, Manifest image, byte[] config, Reference name) {
    private static final int BUFFER = 128 * 1024;
    /** By containerd and by Podman; the name by the specification has room for no more than the tag. */
    private static final String CONTAINERD_NAME = "io.containerd.image.name";

    /**
     * Writes it all; does not close the stream.
     *
     * @throws io.github.multiarchmaven.image.ImageException when the source fails or has other bytes than the manifest says
     * @throws IOException when the stream takes no more
     */
    void writeTo(OutputStream out) throws IOException {
        // The tar is written block by block, of 512 bytes; and its flush() goes no further than those.
        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(buffered, StandardCharsets.UTF_8.name());
        // A layer may be larger than 8 GiB.
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        put(tar, path(image.config().digest()), config);
        Set<Digest> written = new HashSet<>();
        for (Descriptor blob : image.layers()) {
            if (written.add(blob.digest())) {
                copy(blob, tar);
            }
        }
        put(tar, path(image.digest()), image.bytes());
        put(tar, "manifest.json", dockerManifest());
        put(tar, "index.json", index());
        put(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        tar.finish();
        buffered.flush();
    }

    private void copy(Descriptor blob, TarArchiveOutputStream tar) throws IOException {
        try (InputStream in = VerifyingInputStream.ensure(place.openBlob(blob), blob, place.name())) {
            tar.putArchiveEntry(entry(path(blob.digest()), blob.size()));
            byte[] buffer = new byte[BUFFER];
            for (int read = read(in, buffer, blob); read >= 0; read = read(in, buffer, blob)) {
                tar.write(buffer, 0, read);
            }
            tar.closeArchiveEntry();
        }
    }

    /** A fault of the source is told apart from one of the engine. */
    private int read(InputStream in, byte[] buffer, Descriptor blob) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw Loading.sourceFailed(place.name(), blob, e);
        }
    }

    private static void put(TarArchiveOutputStream tar, String path, byte[] bytes) throws IOException {
        tar.putArchiveEntry(entry(path, bytes.length));
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String path, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(size);
        entry.setModTime(0);
        return entry;
    }

    private static String path(Digest digest) {
        return "blobs/" + digest.algorithm().id() + "/" + digest.hex();
    }

    private byte[] dockerManifest() {
        ObjectNode entry = Json.object();
        entry.put("Config", path(image.config().digest()));
        entry.putArray("RepoTags").add(name.toString());
        var layers = entry.putArray("Layers");
        image.layers().forEach(layer -> layers.add(path(layer.digest())));
        return Json.bytes(Json.array().add(entry));
    }

    private byte[] index() {
        ObjectNode index = Json.object();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.putArray("manifests")
                .add(image.descriptor()
                        .bare()
                        .withAnnotation(CONTAINERD_NAME, name.toString())
                        .withAnnotation(Annotations.REF_NAME, name.tag())
                        .json());
        return Json.bytes(index);
    }
}
