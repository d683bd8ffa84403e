package io.github.multiarchmaven.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A layout that is one uncompressed tar file, as {@code skopeo copy ... oci-archive:}, {@code buildx -o type=oci} and
 * {@code docker save} write it. It is read where it lies, not unpacked.
 *
 * <p>What is written goes into a file beside it, with what was there before, and takes its place with {@link #commit}; without
 * that the archive stays as it was. Blobs are written one at a time, in the order they come.
 */
public final class ArchiveLayout extends Layout {
    private final Path file;
    private final ArchiveBlobs blobs;
    /** Null when the archive is only read. */
    private final LayoutLock processes;

    private final ReentrantLock threads = new ReentrantLock();
    private ObjectNode index;

    private ArchiveLayout(Path file, TarIndex content, LayoutLock processes) {
        this.file = file;
        this.blobs = new ArchiveBlobs(file, content.blobs());
        this.processes = processes;
        this.index = content.index();
    }

    /**
     * @throws NotFoundException when the file is not there
     * @throws CorruptContentException when it is no tar, or has no layout in it
     */
    public static ArchiveLayout open(Path file) {
        return new ArchiveLayout(file, TarIndex.read(file), null);
    }

    /** Opens an archive to write to; one that is not there appears with {@link #commit}. Other processes wait meanwhile. */
    public static ArchiveLayout openOrCreate(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw BlobFiles.failed("Making the folder of", file, e);
        }
        LayoutLock lock = LayoutLock.acquire(file.resolveSibling(file.getFileName() + ".lock"));
        try {
            ArchiveBlobs.deleteAbandoned(file);
            return new ArchiveLayout(file, Files.exists(file) ? TarIndex.read(file) : TarIndex.empty(), lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "oci:" + file;
    }

    @Override
    ArchiveBlobs blobs() {
        return blobs;
    }

    @Override
    ObjectNode readIndex() {
        threads.lock();
        try {
            return index.deepCopy();
        } finally {
            threads.unlock();
        }
    }

    @Override
    void writeIndex(ObjectNode changed) {
        if (Json.bytes(changed).length > Manifest.MAX_BYTES) {
            throw new CorruptContentException(
                    "Writing to " + name() + ": its index.json would be larger than 4 MiB." + " Use several archives.");
        }
        requireWritable();
        blobs.begin();
        index = changed;
    }

    private void requireWritable() {
        if (processes == null) {
            throw new IllegalStateException("Opened for reading only: " + file);
        }
    }

    @Override
    public BlobOutcome putBlob(Descriptor blob, io.github.multiarchmaven.image.Reference origin, BlobSource content) {
        requireWritable();
        return super.putBlob(blob, origin, content);
    }

    @Override
    Exclusive exclusive() {
        threads.lock();
        return threads::unlock;
    }

    /** Puts what was written into the archive's place; nothing happens when nothing was. */
    public void commit() {
        blobs.finish(Json.bytes(readIndex()));
    }

    /** What was not committed is gone. */
    @Override
    public void close() {
        try {
            blobs.close();
        } finally {
            if (processes != null) {
                processes.close();
            }
        }
    }
}
