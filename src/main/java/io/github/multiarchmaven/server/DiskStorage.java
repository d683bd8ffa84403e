package io.github.multiarchmaven.server;

import io.github.multiarchmaven.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything below one directory:
 *
 * <pre>
 * embedded-registry                          marks the directory as ours, and is locked while a registry uses it
 * blobs/ALGORITHM/FIRST-TWO/HEX              content, manifests included
 * repositories/=team,app/tag/=1.0            records: one folder a repository, one a kind, one file a record
 * uploads/                                   what is being written; emptied at the start
 * </pre>
 *
 * <p>Files are written in {@code uploads} and renamed, so a reader or a killed process never leaves half of one behind. They are not
 * forced to the device: what a power failure tears is found by the digest check of whoever pulls it.
 */
final class DiskStorage implements Storage {
    private static final String MARKER = "embedded-registry";

    private final Path blobs;
    private final Path repositories;
    private final Path uploads;
    private final FileChannel lock;

    private DiskStorage(Path root, FileChannel lock) throws IOException {
        this.blobs = root.resolve("blobs");
        this.repositories = root.resolve("repositories");
        this.uploads = root.resolve("uploads");
        this.lock = lock;
        Files.createDirectories(blobs);
        Files.createDirectories(repositories);
        Files.createDirectories(uploads);
        for (Path left : list(uploads)) {
            Files.delete(left);
        }
    }

    /**
     * @throws RegistryStartException when the directory holds something else, or another registry uses it
     */
    static DiskStorage open(Path root) {
        String doing = "Starting the embedded registry with the storage directory " + root + ": ";
        try {
            Files.createDirectories(root);
            // The marker is what allows "uploads" to be emptied: never in a directory that somebody else filled.
            if (!Files.exists(root.resolve(MARKER)) && !list(root).isEmpty()) {
                throw new RegistryStartException(
                        doing + "it is not empty and was not made by this registry. Name a new or empty directory.",
                        null);
            }
            FileChannel channel =
                    FileChannel.open(root.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    throw new OverlappingFileLockException();
                }
                return new DiskStorage(root, channel);
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw new RegistryStartException(
                        doing + "another registry uses it. Stop that one, or name another directory.", e);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new RegistryStartException(
                    doing + "it cannot be read or written (" + e + "). Name a directory of your own.", e);
        }
    }

    @Override
    public Spool newSpool() throws IOException {
        return new FileSpool(uploads.resolve(UUID.randomUUID().toString()));
    }

    @Override
    public void keep(Spool spool, Digest digest) throws IOException {
        FileSpool file = (FileSpool) spool;
        file.out.close();
        Path target = path(digest);
        if (Files.exists(target)) {
            file.close();
            return;
        }
        Files.createDirectories(target.getParent());
        Files.move(file.path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Optional<Content> content(Digest digest) throws IOException {
        Path path = path(digest);
        try {
            return Optional.of(new FileContent(path, Files.size(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void discard(Digest digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }

    @Override
    public Optional<byte[]> record(Key key) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void put(Key key, byte[] value) throws IOException {
        Path target = path(key);
        Files.createDirectories(target.getParent());
        Path aside = uploads.resolve(UUID.randomUUID().toString());
        Files.write(aside, value, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public boolean remove(Key key) throws IOException {
        return Files.deleteIfExists(path(key));
    }

    @Override
    public List<String> names(String repository, Kind kind) throws IOException {
        return decoded(list(folder(repository, kind)));
    }

    @Override
    public List<String> repositories() throws IOException {
        return decoded(list(repositories));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private Path path(Digest digest) {
        return blobs.resolve(digest.algorithm().id())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
    }

    private Path path(Key key) {
        return folder(key.repository(), key.kind()).resolve(encoded(key.name()));
    }

    private Path folder(String repository, Kind kind) {
        return repositories.resolve(encoded(repository)).resolve(kind.name().toLowerCase(Locale.ROOT));
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(paths::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return paths;
    }

    private static List<String> decoded(List<Path> paths) {
        // Whatever else lies there (a desktop's droppings) has no leading sign and is not ours.
        return paths.stream()
                .map(p -> p.getFileName().toString())
                .filter(n -> n.startsWith("="))
                .map(DiskStorage::decoded)
                .toList();
    }

    /**
     * A name as one file name: the leading sign keeps "con", "nul" and "." harmless, '/' and ':' are replaced, and capitals are
     * marked because file systems that ignore case would take the tags "RC" and "rc" for one.
     */
    private static String encoded(String name) {
        StringBuilder file = new StringBuilder("=");
        for (char c : name.toCharArray()) {
            if (c >= 'A' && c <= 'Z') {
                file.append('+').append((char) (c + 'a' - 'A'));
            } else {
                file.append(c == '/' ? ',' : c == ':' ? '~' : c);
            }
        }
        return file.toString();
    }

    private static String decoded(String file) {
        StringBuilder name = new StringBuilder();
        for (int i = 1; i < file.length(); i++) {
            char c = file.charAt(i);
            if (c == '+' && i + 1 < file.length()) {
                name.append(Character.toUpperCase(file.charAt(++i)));
            } else {
                name.append(c == ',' ? '/' : c == '~' ? ':' : c);
            }
        }
        return name.toString();
    }

    private record FileContent(Path path, long size) implements Content {
        @Override
        public InputStream open(long offset) throws IOException {
            SeekableByteChannel channel = Files.newByteChannel(path, StandardOpenOption.READ);
            try {
                return Channels.newInputStream(channel.position(offset));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
    }

    private static final class FileSpool implements Spool {
        private final Path path;
        private final OutputStream out;
        private long size;

        FileSpool(Path path) throws IOException {
            this.path = path;
            this.out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            size += length;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public InputStream read() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(path);
        }
    }
}
