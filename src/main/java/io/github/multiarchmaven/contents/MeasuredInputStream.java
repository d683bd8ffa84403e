package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.image.CorruptContentException;
import java.io.IOException;
import java.io.InputStream;

/** A layer's tar: ends one that unfolds beyond reason. */
final class MeasuredInputStream extends BulkInputStream {
    private static final long MAX_UNPACKED = 100L * 1024 * 1024 * 1024;
    /** Deflate cannot do better than 1032 to 1; real layers are below 20. */
    private static final long MAX_RATIO = 1000;
    /** Bytes from which on the ratio counts. */
    private static final long SMALL = 64L * 1024 * 1024;

    private final long compressed;
    private final String doing;
    private long count;
    private byte[] skipping;

    /**
     * @param compressed bytes of the blob
     * @param doing the beginning of an error's sentence
     */
    MeasuredInputStream(InputStream in, long compressed, String doing) {
        super(in);
        this.compressed = compressed;
        this.doing = doing;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
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
        if (skipping == null) {
            skipping = new byte[64 * 1024];
        }
        long skipped = 0;
        while (skipped < n) {
            int read = read(skipping, 0, (int) Math.min(skipping.length, n - skipped));
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
}
