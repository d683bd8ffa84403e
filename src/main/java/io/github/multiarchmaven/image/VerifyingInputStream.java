package io.github.multiarchmaven.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Passes a blob through and checks it against its descriptor: more bytes than described, fewer, or others fail the read
 * that finds out, at the latest the one that reports the end.
 */
public final class VerifyingInputStream extends FilterInputStream implements VerifiedContent {
    private final Descriptor expected;
    private final String from;
    private final MessageDigest hash;
    private long count;
    private boolean verified;

    /** The stream itself when it is checked against the descriptor already, else a checking one around it. */
    public static InputStream ensure(InputStream in, Descriptor expected, String from) {
        boolean verified = in instanceof VerifiedContent stream && expected.equals(stream.verified());
        return verified ? in : new VerifyingInputStream(in, expected, from);
    }

    @Override
    public Descriptor verified() {
        return expected;
    }

    /** @param from names the source in the error, for example {@code hub.example.com/base/java} */
    public VerifyingInputStream(InputStream in, Descriptor expected, String from) {
        super(in);
        this.expected = expected;
        this.from = from;
        this.hash = expected.digest().algorithm().newMessageDigest();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read = super.read(buffer, offset, length);
        if (read < 0) {
            verify();
            return -1;
        }
        count += read;
        if (count > expected.size()) {
            throw new CorruptContentException("Reading blob " + expected.digest() + " from " + from
                    + ": more bytes arrived than the " + expected.size() + " described.");
        }
        hash.update(buffer, offset, read);
        return read;
    }

    private void verify() {
        if (verified) {
            return;
        }
        if (count != expected.size()) {
            throw new CorruptContentException("Reading blob " + expected.digest() + " from " + from
                    + ": it ended after " + count + " of " + expected.size() + " bytes.");
        }
        Digest actual = Digest.of(expected.digest().algorithm(), hash.digest());
        if (!actual.equals(expected.digest())) {
            throw new CorruptContentException("Reading blob " + expected.digest() + " from " + from
                    + ": the bytes have the digest " + actual + ".");
        }
        verified = true;
    }

    @Override
    public long skip(long n) throws IOException {
        // Skipped bytes would escape the hash.
        return Math.max(0, read(new byte[(int) Math.min(8192, Math.max(0, n))]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
