package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Repository.BlobSource;
import io.github.multiarchmaven.image.VerifyingInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A blob's content in parts. Parts that follow each other come from one opening of the source, else it is opened again and read up
 * to the part: so all bytes are verified, whatever parts are asked for, before the last of them leaves.
 */
final class OffsetSource implements AutoCloseable {
    private final BlobSource content;
    private final Descriptor blob;
    private InputStream in;
    private long position;

    OffsetSource(BlobSource content, Descriptor blob) {
        this.content = content;
        this.blob = blob;
    }

    /** A part; the one before is of no use any more. */
    InputStream part(long offset, long length) throws IOException {
        if (in == null || position > offset) {
            close();
            in = VerifyingInputStream.ensure(content.open(), blob, "its source");
            position = 0;
        }
        in.skipNBytes(offset - position);
        position = offset;
        return new Part(in, offset + length);
    }

    private final class Part extends FilterInputStream {
        private final long end;

        Part(InputStream in, long end) {
            super(in);
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (position >= end && end < blob.size()) {
                return -1;
            }
            // At the blob's own end this asks once more, which verifies it.
            int most = end < blob.size() ? (int) Math.min(length, end - position) : length;
            int read = super.read(buffer, offset, most);
            position += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long n) {
            return 0;
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public void close() {
            // The next part goes on with the stream.
        }
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }
}
