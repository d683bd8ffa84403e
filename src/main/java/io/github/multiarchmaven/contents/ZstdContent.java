package io.github.multiarchmaven.contents;

import io.airlift.compress.zstd.ZstdInputStream;
import io.github.multiarchmaven.image.ImageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a zstd stream holds. The decoder looks for most damage and tells of it by an exception of its own; some it only notices as an index
 * beyond an array's ends. Either is an {@link IOException} here, as a damaged gzip stream's is.
 */
final class ZstdContent extends FilterInputStream {
    ZstdContent(InputStream zstd) {
        super(new ZstdInputStream(new ZstdFrames(zstd)));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (ImageException e) {
            // Where the blob comes from has failed, not the decoder.
            throw e;
        } catch (RuntimeException e) {
            throw new IOException("its zstd stream: " + e.getMessage(), e);
        }
    }
}
