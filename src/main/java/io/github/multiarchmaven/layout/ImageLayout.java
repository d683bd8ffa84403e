package io.github.multiarchmaven.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * A layout that is a folder. Every file appears whole or not at all, and {@code index.json} is changed under a lock that other
 * processes respect.
 */
public final class ImageLayout extends Layout {
    private final Path directory;
    private final Path indexFile;
    private final BlobFiles blobs;

    private ImageLayout(Path directory) {
        this.directory = directory;
        this.indexFile = directory.resolve(INDEX);
        this.blobs = new BlobFiles(directory);
    }

    /**
     * @throws NotFoundException when the folder is not there or is no layout
     * @throws CorruptContentException when {@code oci-layout} is of another version or not readable
     */
    public static ImageLayout open(Path directory) {
        Path marker = directory.resolve(MARKER);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(marker);
        } catch (IOException e) {
            throw new NotFoundException(
                    "There is no OCI image layout in " + directory
                            + ": it has no readable oci-layout file. Build the image first, or correct the path.",
                    e);
        }
        requireVersion(bytes, directory.toString());
        return new ImageLayout(directory);
    }

    /** Opens the layout in a folder, which is made when it is not there. */
    public static ImageLayout openOrCreate(Path directory) {
        if (!Files.exists(directory.resolve(MARKER))) {
            ImageLayout layout = new ImageLayout(directory);
            try {
                Files.createDirectories(directory.resolve("blobs/sha256"));
            } catch (IOException e) {
                throw BlobFiles.failed("Making", directory.toString(), e);
            }
            try (LayoutLock lock = layout.lock()) {
                if (!Files.exists(layout.indexFile)) {
                    BlobFiles.replace(layout.indexFile, Json.bytes(emptyIndex()));
                }
                // Last: with it the folder becomes a layout.
                BlobFiles.replace(directory.resolve(MARKER), marker());
            }
        }
        return open(directory);
    }

    public Path directory() {
        return directory;
    }

    /** Waits for the exclusive right to change this layout, at most five minutes; not reentrant. */
    public LayoutLock lock() {
        return LayoutLock.acquire(directory.resolve(".lock"));
    }

    /** Where a blob is, or would be. */
    public Path blobPath(Digest digest) {
        return blobs.path(digest);
    }

    @Override
    public String name() {
        return "oci:" + directory;
    }

    @Override
    BlobFiles blobs() {
        return blobs;
    }

    @Override
    ObjectNode readIndex() {
        try {
            if (Files.size(indexFile) > Manifest.MAX_BYTES) {
                throw new CorruptContentException("Reading " + indexFile + ": it is larger than 4 MiB.");
            }
            return Json.parseObject(Files.readAllBytes(indexFile), indexFile.toString());
        } catch (IOException e) {
            throw BlobFiles.failed("Reading", indexFile.toString(), e);
        }
    }

    @Override
    void writeIndex(ObjectNode index) {
        BlobFiles.replace(indexFile, Json.bytes(index));
    }

    @Override
    Exclusive exclusive() {
        LayoutLock lock = lock();
        return lock::close;
    }

    /** As {@link #putManifest}, for a caller that holds {@link #lock} already. */
    public void putManifestLocked(Manifest manifest, String tag) {
        putListed(manifest, tag);
    }

    /** Stores bytes at hand, for example a configuration. */
    public Descriptor putBytes(String mediaType, byte[] bytes) {
        Descriptor blob = Descriptor.ofBytes(mediaType, bytes);
        blobs.putBytes(blob, bytes);
        return blob;
    }

    /** Takes over a file as a blob: verified, then hard-linked where the file system can, else copied. */
    public void linkBlob(Descriptor blob, Path file) {
        if (!hasBlob(blob)) {
            blobs.link(blob, file);
        }
    }

    /** Removes a tag; its blobs stay until {@link #prune}. */
    public void untag(String tag) {
        try (LayoutLock lock = lock()) {
            editEntries(entry -> tag.equals(tag(entry)), null);
        }
    }

    /** Removes the entries whose manifests are not here: for a cache, of which any file may be deleted. */
    public void untagMissing() {
        try (LayoutLock lock = lock()) {
            editEntries(entry -> !blobs.exists(entry.digest()), null);
        }
    }

    /**
     * Deletes the blobs that no entry of {@code index.json} leads to, and what killed runs left more than an hour ago. The
     * caller holds {@link #lock}; so does, from its first blob to its tag, whoever writes here while others may prune.
     *
     * @return bytes freed
     * @throws ImageException when a manifest is damaged, before anything is deleted
     */
    public long prune() {
        Set<Digest> wanted = reachable().digests();
        return blobs.prune(wanted::contains);
    }
}
