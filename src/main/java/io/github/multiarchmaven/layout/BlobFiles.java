package io.github.multiarchmaven.layout;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Repository.BlobSource;
import io.github.multiarchmaven.image.VerifyingInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The {@code blobs/<algorithm>/<hex>} files of a layout. Content is written aside and renamed, so a file under a digest's name
 * is always whole; what a killed run leaves is a file with {@link #PARTIAL} in its name.
 */
final class BlobFiles implements BlobStore {
    private static final String PARTIAL = ".partial-";
    private static final int BUFFER = 128 * 1024;
    /** Writers do not take the lock, so only what has not grown for this long was left by a run that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path directory;

    BlobFiles(Path layout) {
        this.directory = layout.resolve("blobs");
    }

    Path path(Digest digest) {
        return directory.resolve(digest.algorithm().id()).resolve(digest.hex());
    }

    @Override
    public boolean has(Descriptor blob) {
        try {
            return Files.size(path(blob.digest())) == blob.size();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public InputStream open(Descriptor blob, String from) {
        try {
            return new VerifyingInputStream(Files.newInputStream(path(blob.digest())), blob, from);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new NotFoundException("Reading blob " + blob.digest() + " from " + from + ": it is not there.", e);
        } catch (IOException e) {
            throw failed("Reading", path(blob.digest()), e);
        }
    }

    @Override
    public boolean exists(Digest digest) {
        return Files.exists(path(digest));
    }

    /** {@inheritDoc} In the place of what may be there. */
    @Override
    public void put(Descriptor blob, BlobSource content, String from) {
        Path file = path(blob.digest());
        try (InputStream in = VerifyingInputStream.ensure(content.open(), blob, from)) {
            writeAside(file, partial -> {
                try (OutputStream out = Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW)) {
                    pump(in, out, blob);
                }
            });
        } catch (IOException e) {
            throw sourceFailed(blob, e);
        }
    }

    /** Copies in chunks; a source that fails is told apart from a disk that is full: the advice differs. */
    static void pump(InputStream in, OutputStream out, Descriptor blob) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (true) {
            int read;
            try {
                read = in.read(buffer);
            } catch (IOException e) {
                throw sourceFailed(blob, e);
            }
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
        }
    }

    static LayoutException sourceFailed(Descriptor blob, IOException e) {
        return new LayoutException(
                "Reading blob " + blob.digest() + " to store it failed: " + reason(e) + ". Run again.", e);
    }

    @Override
    public Optional<byte[]> small(Digest digest, int limit) {
        Path file = path(digest);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            return bytes.length <= limit && digest.ofSameAlgorithm(bytes).equals(digest)
                    ? Optional.of(bytes)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("Reading", file, e);
        }
    }

    /** {@inheritDoc} It is small enough to compare: a damaged file of the same size is mended. */
    @Override
    public void putBytes(Descriptor blob, byte[] bytes) {
        if (small(blob.digest(), bytes.length).isEmpty()) {
            replace(path(blob.digest()), bytes);
        }
    }

    /** Makes the file appear under the digest without copying where the file system can. */
    void link(Descriptor blob, Path source) {
        Path file = path(blob.digest());
        writeAside(file, partial -> {
            try (InputStream in = new VerifyingInputStream(Files.newInputStream(source), blob, source.toString())) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            try {
                Files.createLink(partial, source);
            } catch (IOException | UnsupportedOperationException e) {
                // Another file system, or one without links.
                Files.copy(source, partial);
            }
        });
    }

    private interface Writer {
        void write(Path partial) throws IOException;
    }

    private static void writeAside(Path file, Writer writer) {
        Path partial = null;
        try {
            Files.createDirectories(file.getParent());
            partial = Files.createTempFile(file.getParent(), file.getFileName().toString() + PARTIAL, "");
            Files.delete(partial);
            writer.write(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("Writing", file, e);
        } finally {
            // Also after success: a rename does nothing when both names are links to the same file already (POSIX).
            delete(partial);
        }
    }

    /** Writes a small document aside and renames it over the old one. */
    static void replace(Path file, byte[] bytes) {
        writeAside(file, partial -> Files.write(partial, bytes));
    }

    private static void delete(Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The failure that led here is the one to report; prune removes the rest.
                org.slf4j.LoggerFactory.getLogger(BlobFiles.class).debug("Left behind {}", file, e);
            }
        }
    }

    /** Deletes whole blobs that are not wanted, and what killed runs left; only under the layout's lock. */
    long prune(Predicate<Digest> wanted) {
        long freed = 0;
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            for (Path file : list(directory.resolve(algorithm.id()))) {
                try {
                    long size = Files.size(file);
                    if (!wanted.test(new Digest(algorithm, file.getFileName().toString()))) {
                        Files.delete(file);
                        freed += size;
                    }
                } catch (InvalidInputException e) {
                    freed += deletePartial(file);
                } catch (IOException e) {
                    throw failed("Deleting", file, e);
                }
            }
        }
        return freed;
    }

    private static long deletePartial(Path file) {
        // Not a digest's name. Ours carry the mark; anything else is somebody else's.
        if (!file.getFileName().toString().contains(PARTIAL)) {
            return 0;
        }
        try {
            if (Files.getLastModifiedTime(file)
                    .toInstant()
                    .isAfter(Instant.now().minus(ABANDONED))) {
                return 0;
            }
            long size = Files.size(file);
            return Files.deleteIfExists(file) ? size : 0;
        } catch (NoSuchFileException e) {
            // Its writer has finished meanwhile.
            return 0;
        } catch (IOException e) {
            throw failed("Deleting", file, e);
        }
    }

    private static List<Path> list(Path folder) {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(files::add);
            } catch (IOException e) {
                throw failed("Listing", folder, e);
            }
        }
        return files;
    }

    static LayoutException failed(String doing, Path file, IOException e) {
        return failed(doing, file.toString(), e);
    }

    static LayoutException failed(String doing, String what, IOException e) {
        return new LayoutException(
                doing + " " + what + " failed: " + reason(e) + ". Check free space and permissions there.", e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "something else is in the way";
        }
        if (e instanceof ClosedByInterruptException) {
            return "interrupted";
        }
        // A file system's exception repeats the path in its message; the reason stands alone.
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
