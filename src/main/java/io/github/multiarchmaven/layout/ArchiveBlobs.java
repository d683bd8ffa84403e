package io.github.multiarchmaven.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Repository.BlobSource;
import io.github.multiarchmaven.image.VerifyingInputStream;
import io.github.multiarchmaven.layout.TarIndex.Extent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The blobs of an archive. Reading opens the file anew for each blob; writing appends to a file beside it, which is begun with the
 * first write. {@code RandomAccessFile} rather than a channel: an interrupted thread closes a channel for all others.
 */
final class ArchiveBlobs implements BlobStore, AutoCloseable {
    private static final int BLOCK = TarConstants.DEFAULT_RCDSIZE;
    private static final String PARTIAL = ".partial-";
    private static final byte[] ZEROS = new byte[2 * BLOCK];

    private final Path file;
    private final Map<Digest, Extent> extents;
    private final ReentrantLock lock = new ReentrantLock();
    private Path partial;
    private RandomAccessFile out;

    ArchiveBlobs(Path file, Map<Digest, Extent> extents) {
        this.file = file;
        this.extents = new LinkedHashMap<>(extents);
    }

    /** Deletes what runs that were killed left beside the archive; for the holder of its lock, as nobody else writes then. */
    static void deleteAbandoned(Path file) {
        String prefix = file.getFileName() + PARTIAL;
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(
                file.toAbsolutePath().getParent(),
                path -> path.getFileName().toString().startsWith(prefix))) {
            for (Path abandoned : beside) {
                Files.deleteIfExists(abandoned);
            }
        } catch (IOException e) {
            throw BlobFiles.failed("Cleaning up beside", file, e);
        }
    }

    private Extent extent(Digest digest) {
        lock.lock();
        try {
            return extents.get(digest);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean exists(Digest digest) {
        return extent(digest) != null;
    }

    @Override
    public boolean has(Descriptor blob) {
        Extent extent = extent(blob.digest());
        return extent != null && extent.size() == blob.size();
    }

    @Override
    public InputStream open(Descriptor blob, String from) {
        Extent extent = extent(blob.digest());
        if (extent == null) {
            throw new NotFoundException("Reading blob " + blob.digest() + " from " + from + ": it is not there.");
        }
        try {
            return new VerifyingInputStream(new Window(extent), blob, from);
        } catch (IOException e) {
            throw BlobFiles.failed("Reading", extent.file(), e);
        }
    }

    @Override
    public Optional<byte[]> small(Digest digest, int limit) {
        Extent extent = extent(digest);
        if (extent == null || extent.size() > limit) {
            return Optional.empty();
        }
        try (InputStream in = new Window(extent)) {
            byte[] bytes = in.readAllBytes();
            return digest.ofSameAlgorithm(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
        } catch (IOException e) {
            throw BlobFiles.failed("Reading", extent.file(), e);
        }
    }

    @Override
    public void put(Descriptor blob, BlobSource content, String from) {
        lock.lock();
        try {
            begin();
            // Another thread may have brought it while this one waited; what is there with another size is damaged.
            Extent there = extents.get(blob.digest());
            if (there != null && there.file().equals(partial) && there.size() == blob.size()) {
                return;
            }
            extents.put(blob.digest(), append(name(blob.digest()), blob, content, from));
        } catch (IOException e) {
            throw BlobFiles.failed("Writing", file, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void putBytes(Descriptor blob, byte[] bytes) {
        if (small(blob.digest(), bytes.length).isEmpty()) {
            put(blob, () -> new ByteArrayInputStream(bytes), "memory");
        }
    }

    private static String name(Digest digest) {
        return "blobs/" + digest.algorithm().id() + "/" + digest.hex();
    }

    /** The first change: the new file begins with what the old one has. */
    void begin() {
        lock.lock();
        try {
            if (out != null) {
                return;
            }
            partial = file.resolveSibling(file.getFileName() + PARTIAL + UUID.randomUUID());
            out = new RandomAccessFile(partial.toFile(), "rw");
            for (Map.Entry<Digest, Extent> each : new LinkedHashMap<>(extents).entrySet()) {
                Extent old = each.getValue();
                Descriptor blob = Descriptor.of("application/octet-stream", each.getKey(), old.size());
                extents.put(each.getKey(), append(name(each.getKey()), blob, () -> new Window(old), file.toString()));
            }
        } catch (IOException e) {
            throw BlobFiles.failed("Writing", file, e);
        } finally {
            lock.unlock();
        }
    }

    /** Writes an entry; one that fails is cut off again. */
    private Extent append(String name, Descriptor blob, BlobSource content, String from) throws IOException {
        long start = out.length();
        boolean whole = false;
        try (InputStream in = VerifyingInputStream.ensure(content.open(), blob, from)) {
            out.seek(start);
            out.write(header(name, blob.size()));
            BlobFiles.pump(in, new Appender(), blob);
            Extent extent = new Extent(partial, start + BLOCK, blob.size());
            pad(blob.size());
            whole = true;
            return extent;
        } finally {
            if (!whole) {
                out.setLength(start);
            }
        }
    }

    private void pad(long size) throws IOException {
        out.write(ZEROS, 0, (int) ((BLOCK - size % BLOCK) % BLOCK));
    }

    /** Always the same for the same name and size. More than 8 GiB is written as GNU does, in base 256. */
    private static byte[] header(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setModTime(0);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setMode(0100644);
        byte[] header = new byte[BLOCK];
        entry.writeEntryHeader(
                header, org.apache.commons.compress.archivers.zip.ZipEncodingHelper.getZipEncoding(UTF_8), true);
        return header;
    }

    /** Ends the new file with what makes it a layout, and puts it into the old one's place. */
    void finish(byte[] index) {
        lock.lock();
        try {
            if (out == null) {
                return;
            }
            small(Layout.MARKER, Layout.marker());
            small(Layout.INDEX, index);
            out.write(ZEROS);
            out.getFD().sync();
            out.close();
            out = null;
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            extents.replaceAll((digest, extent) -> new Extent(file, extent.offset(), extent.size()));
        } catch (IOException e) {
            throw BlobFiles.failed("Writing", file, e);
        } finally {
            lock.unlock();
        }
    }

    private void small(String name, byte[] bytes) throws IOException {
        out.seek(out.length());
        out.write(header(name, bytes.length));
        out.write(bytes);
        pad(bytes.length);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (out != null) {
                out.close();
                out = null;
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw BlobFiles.failed("Closing", file, e);
        } finally {
            lock.unlock();
        }
    }

    /** Writes at the end of the file. */
    private final class Appender extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }
    }

    /** A stretch of a file as a stream. */
    private static final class Window extends InputStream {
        private final RandomAccessFile in;
        private long left;

        Window(Extent extent) throws IOException {
            in = new RandomAccessFile(extent.file().toFile(), "r");
            in.seek(extent.offset());
            left = extent.size();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
