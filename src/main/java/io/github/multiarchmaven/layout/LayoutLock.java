package io.github.multiarchmaven.layout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Exclusive right to change a layout, between processes and between threads. The operating system gives it up when its
 * process dies, so there are no stale locks; the empty lock file stays.
 */
public final class LayoutLock implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

    private final FileChannel channel;
    private final FileLock lock;

    private LayoutLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    static LayoutLock acquire(Path file) {
        return acquire(file, LIMIT);
    }

    /** @param limit how long to wait for another holder */
    static LayoutLock acquire(Path file, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            while (true) {
                FileLock lock = tryLock(channel);
                if (lock != null) {
                    return new LayoutLock(channel, lock);
                }
                if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                    throw new IOException("another build has held it for " + limit.toSeconds() + " seconds");
                }
                // FileLock is held by the whole JVM, so a thread cannot block on another thread's: it has to look
                // again.
                LockSupport.parkNanos(POLL_NANOS);
            }
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new LayoutException(
                    "Locking " + file + " failed: " + e.getMessage()
                            + ". End the other build, or check that the folder can be written.",
                    e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void closeQuietly(FileChannel channel, IOException first) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                first.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw new LayoutException("Unlocking a layout failed: " + e.getMessage() + ".", e);
        }
    }
}
