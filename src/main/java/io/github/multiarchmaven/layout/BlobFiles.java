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
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The {@code blobs/<algorithm>/<hex>} files of a layout. Content is written aside and renamed, so a file under a digest's name
 * is always whole; what a killed run leaves is a file with {@link #PARTIAL} in its name.
 */
final class BlobFiles {
    private static final String PARTIAL = ".partial-";

    private final Path directory;

    BlobFiles(Path layout) {
        this.directory = layout.resolve("blobs");
    }

    Path path(Digest digest) {
        return directory.resolve(digest.algorithm().id()).resolve(digest.hex());
    }

    boolean has(Descriptor blob) {
        try {
            return Files.size(path(blob.digest())) == blob.size();
        } catch (IOException e) {
            return false;
        }
    }

    InputStream open(Descriptor blob, String from) {
        try {
            return new VerifyingInputStream(Files.newInputStream(path(blob.digest())), blob, from);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new NotFoundException("Reading blob " + blob.digest() + " from " + from + ": it is not there.", e);
        } catch (IOException e) {
            throw failed("Reading", path(blob.digest()), e);
        }
    }

    /** Stores verified content; a blob that is there with the right size is left alone. */
    void put(Descriptor blob, BlobSource content, String from) {
        Path file = path(blob.digest());
        writeAside(file, partial -> {
            try (InputStream in = new VerifyingInputStream(content.open(), blob, from)) {
                Files.copy(in, partial);
            }
        });
    }

    /** Makes the file appear under the digest without copying where the file system can. */
    void link(Descriptor blob, Path source) {
        Path file = path(blob.digest());
        writeAside(file, partial -> {
            try (InputStream in = new VerifyingInputStream(Files.newInputStream(source), blob, source.toString())) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
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
            partial = null;
        } catch (IOException e) {
            throw failed("Writing", file, e);
        } finally {
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
            long size = Files.size(file);
            Files.delete(file);
            return size;
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
        String reason = e instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : e instanceof FileAlreadyExistsException ? "something else is in the way" : e.getMessage();
        return new LayoutException(
                doing + " " + file + " failed: " + reason + ". Check free space and permissions of that folder.", e);
    }
}
