package io.github.multiarchmaven.server;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Digest.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** One upload session. Whoever uses it holds {@link #inUse}: a client that retries too early must not interleave with itself. */
final class Upload {
    private static final int BUFFER = 128 * 1024;

    final String id = UUID.randomUUID().toString();
    final String repository;
    final ReentrantLock inUse = new ReentrantLock();
    private final Storage.Spool spool;
    private Algorithm algorithm = Algorithm.SHA256;
    private MessageDigest hash;
    private volatile long lastUsed = System.nanoTime();

    Upload(String repository, Storage.Spool spool) {
        this.repository = repository;
        this.spool = spool;
    }

    long size() {
        return spool.size();
    }

    /** Nanoseconds since bytes came in. */
    long idleNanos() {
        return System.nanoTime() - lastUsed;
    }

    /**
     * Adds all that the stream has, hashing on the way. What arrived before a failure stays: the client asks how far it got and
     * goes on from there ("Resuming an upload").
     *
     * @param expected the algorithm when it is known already
     */
    void append(InputStream in, Algorithm expected) throws IOException {
        if (hash == null) {
            algorithm = expected;
            hash = expected.newMessageDigest();
        }
        byte[] buffer = new byte[BUFFER];
        boolean more = true;
        while (more) {
            int filled = 0;
            try {
                // Whole buffers: the server's stream hands out at most 8 KiB at a time.
                while (more && filled < buffer.length) {
                    int read = in.read(buffer, filled, buffer.length - filled);
                    more = read >= 0;
                    filled += Math.max(0, read);
                }
            } finally {
                spool.write(buffer, 0, filled);
                hash.update(buffer, 0, filled);
                lastUsed = System.nanoTime();
            }
        }
    }

    /** The digest of all bytes; ends the running hash. */
    Digest digest(Algorithm wanted) throws IOException {
        if (hash != null && algorithm == wanted) {
            return Digest.of(wanted, hash.digest());
        }
        // Chunks came before the algorithm was known: read once more.
        MessageDigest other = wanted.newMessageDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = spool.read()) {
            for (int read; (read = in.read(buffer)) > 0; ) {
                other.update(buffer, 0, read);
            }
        }
        return Digest.of(wanted, other.digest());
    }

    Storage.Spool spool() {
        return spool;
    }
}
