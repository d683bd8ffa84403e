package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The folder that holds what the test bed fetched or composed, {@code target/testbed}: each entry is made once, by one
 * process at a time, and counts only when its stamp file, written last, is there.
 */
public final class TestbedFolder {
    // A file lock is held by a whole JVM and throws when asked for twice: threads wait here before.
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path root;

    public TestbedFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** {@code target/testbed} of this module; the system property {@code multiarch.testbed} names another. */
    public static TestbedFolder ofBuild() {
        String chosen = System.getProperty("multiarch.testbed");
        return new TestbedFolder(
                chosen != null ? Path.of(chosen) : Path.of(System.getProperty("basedir", ""), "target", "testbed"));
    }

    public Path root() {
        return root;
    }

    /**
     * The entry's folder, made by {@code maker} unless an earlier run made it with the same recipe.
     *
     * @param recipe what decides the content: another recipe makes the entry anew
     */
    public Path entry(String name, String recipe, Maker maker) throws Unavailable {
        Path folder = root.resolve(name);
        Path stamp = root.resolve(name + ".done");
        try (Lock lock = lock(name)) {
            if (Files.isDirectory(folder)
                    && Files.exists(stamp)
                    && Files.readString(stamp).equals(recipe)) {
                return folder;
            }
            Files.deleteIfExists(stamp);
            delete(folder);
            Files.createDirectories(folder);
            maker.make(folder);
            Files.writeString(stamp, recipe);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("Making " + folder + ": " + e.getMessage(), e);
        }
    }

    /** An exclusive lock between processes and threads; not reentrant. */
    public Lock lock(String name) {
        Path file = root.resolve(name + ".lock");
        ReentrantLock thread = THREADS.computeIfAbsent(file, f -> new ReentrantLock());
        thread.lock();
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new Lock(thread, channel, channel.lock());
        } catch (IOException e) {
            thread.unlock();
            throw new UncheckedIOException("Locking " + file + ": " + e.getMessage(), e);
        }
    }

    /** Removes a folder and all in it, read-only folders too; symbolic links are not followed. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
                    Files.setPosixFilePermissions(
                            directory,
                            EnumSet.of(
                                    PosixFilePermission.OWNER_READ,
                                    PosixFilePermission.OWNER_WRITE,
                                    PosixFilePermission.OWNER_EXECUTE));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Fills an empty folder. */
    @FunctionalInterface
    public interface Maker {
        void make(Path folder) throws IOException, Unavailable;
    }

    /** Held until closed. */
    public static final class Lock implements AutoCloseable {
        private final ReentrantLock thread;
        private final FileChannel channel;
        private final FileLock file;

        private Lock(ReentrantLock thread, FileChannel channel, FileLock file) {
            this.thread = thread;
            this.channel = channel;
            this.file = file;
        }

        @Override
        public void close() {
            try (channel) {
                file.release();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                thread.unlock();
            }
        }
    }
}
