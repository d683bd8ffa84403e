package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A layer's tar: measures its digest, and ends one that unfolds beyond reason. */
final class MeasuredInputStream extends FilterInputStream {
    private static final long MAX_UNPACKED = 100L * 1024 * 1024 * 1024;
    /** Deflate cannot do better than 1032 to 1; real layers are below 20. */
    private static final long MAX_RATIO = 1000;
    /** Bytes from which on the ratio counts. */
    private static final long SMALL = 64L * 1024 * 1024;

    private final long compressed;
    private final String doing;
    private final MessageDigest digest;
    private long count;

    /**
     * @param compressed bytes of the blob
     * @param doing the beginning of an error's sentence
     */
    MeasuredInputStream(InputStream in, long compressed, String doing) {
        super(in);
        this.compressed = compressed;
        this.doing = doing;
        this.digest = Digest.Algorithm.SHA256.newMessageDigest();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            digest.update(buffer, offset, read);
            count += read;
            if (count > MAX_UNPACKED || count > SMALL && count / MAX_RATIO > compressed) {
                throw new CorruptContentException(doing + ": it unfolds to more than " + MAX_RATIO
                        + " times its size, or than 100 GiB. Look into who made it.");
            }
        }
        return read;
    }

    /** Nothing may be passed over unread. */
    @Override
    public long skip(long n) throws IOException {
        byte[] buffer = new byte[(int) Math.min(n, 64 * 1024)];
        long skipped = 0;
        while (skipped < n) {
            int read = read(buffer, 0, (int) Math.min(buffer.length, n - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    void drain() throws IOException {
        skip(Long.MAX_VALUE);
    }

    /** Of all that was read. */
    Digest digest() {
        return Digest.of(Digest.Algorithm.SHA256, digest.digest());
    }
}
