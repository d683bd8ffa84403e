package io.github.multiarchmaven.layout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Exclusive right to change a layout, between processes and between threads. The operating system gives it up when its
 * process dies, so there are no stale locks; the empty lock file stays.
 *
 * <p>A POSIX trap shapes the code (fcntl, "advisory record locking"; Java's {@code FileLock} warns of it): when a process
 * closes <em>any</em> descriptor of a file, the system drops <em>all</em> locks it has on that file, unseen by the JVM. So a
 * waiting thread must not close its channel while another thread of this JVM holds the lock, nor may a thread get the
 * lock between another's release and close.
 */
public final class LayoutLock implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

    private final Path file;
    private final FileChannel channel;
    /** Keeps trying and closing apart. An interned string is the same object in the whole JVM, whatever the class loader. */
    private final Object closing;

    private LayoutLock(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.closing = (LayoutLock.class.getName() + " " + file.toRealPath()).intern();
    }

    /** Waits for it at most five minutes. */
    public static LayoutLock acquire(Path file) {
        return acquire(file, LIMIT);
    }

    /**
     * For what else only one build may do at a time.
     *
     * @param file the lock; made when it is not there, and left
     * @param limit how long to wait for another holder
     */
    public static LayoutLock acquire(Path file, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        LayoutLock lock;
        try {
            lock = new LayoutLock(file);
        } catch (IOException e) {
            throw BlobFiles.failed("Locking", file, e);
        }
        boolean held = false;
        try {
            while (!(held = lock.attempt() == Attempt.HELD)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new LayoutException("Waiting for the lock " + file + " was interrupted.", null);
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw new LayoutException(
                            "Locking " + file + " failed: another build has held it for " + limit.toSeconds()
                                    + " seconds. Wait for the other build, or end it, and run again.",
                            null);
                }
                // A file lock belongs to the whole JVM, so a thread cannot block on another thread's: it has to look
                // again.
                LockSupport.parkNanos(POLL_NANOS);
            }
            return lock;
        } catch (IOException e) {
            throw BlobFiles.failed("Locking", file, e);
        } finally {
            if (!held) {
                lock.giveUp();
            }
        }
    }

    private enum Attempt {
        HELD,
        IN_ANOTHER_PROCESS,
        IN_THIS_JVM
    }

    private Attempt attempt() throws IOException {
        synchronized (closing) {
            try {
                return channel.tryLock() == null ? Attempt.IN_ANOTHER_PROCESS : Attempt.HELD;
            } catch (OverlappingFileLockException e) {
                return Attempt.IN_THIS_JVM;
            }
        }
    }

    private void giveUp() {
        if (closedUnlessHeldByAnotherThread()) {
            return;
        }
        Thread closer = new Thread(
                () -> {
                    while (!closedUnlessHeldByAnotherThread()) {
                        LockSupport.parkNanos(POLL_NANOS);
                    }
                },
                "multiarch-layout-lock-closer");
        closer.setDaemon(true);
        closer.start();
    }

    private boolean closedUnlessHeldByAnotherThread() {
        synchronized (closing) {
            try {
                if (attempt() == Attempt.IN_THIS_JVM) {
                    return false;
                }
            } catch (IOException e) {
                // Then the channel is of no use any more, and closing it is all there is to do.
                org.slf4j.LoggerFactory.getLogger(LayoutLock.class).debug("Giving up {}", file, e);
            }
            close();
            return true;
        }
    }

    /** Closing the channel releases the lock. May be called twice. */
    @Override
    public void close() {
        synchronized (closing) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new LayoutException("Unlocking " + file + " failed: " + e.getMessage() + ".", e);
            }
        }
    }
}
