package io.github.multiarchmaven.contents;

import io.airlift.compress.zstd.ZstdInputStream;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Sizes;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a zstd stream holds. The decoder looks for most damage and tells of it by an exception of its own; some it only notices as an index
 * beyond an array's ends. Either is an {@link IOException} here, as a damaged gzip stream's is. Windows of more than 8 MiB it does not
 * do; RFC 8878, 3.1.1.1.2, recommends that much.
 */
final class ZstdContent extends BulkInputStream {
    private static final long MAX_WINDOW = 8L * 1024 * 1024;

    private final ZstdFrames frames;
    private final String doing;

    /** @param doing the beginning of an error's sentence */
    ZstdContent(InputStream zstd, String doing) {
        this(new ZstdFrames(zstd), doing);
    }

    private ZstdContent(ZstdFrames frames, String doing) {
        super(new ZstdInputStream(frames));
        this.frames = frames;
        this.doing = doing;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (ImageException e) {
            // Where the blob comes from has failed, not the decoder.
            throw e;
        } catch (RuntimeException e) {
            if (frames.window() > MAX_WINDOW) {
                throw new InvalidInputException(
                        doing + ": it is compressed by zstd with a window of " + Sizes.of(frames.window()) + ", and "
                                + Sizes.of(MAX_WINDOW) + " are the most that can be read. Build the image with a lower"
                                + " level of compression (BuildKit: one below 6), or without --long.",
                        e);
            }
            throw new IOException("its zstd stream: " + e.getMessage(), e);
        }
    }
}
