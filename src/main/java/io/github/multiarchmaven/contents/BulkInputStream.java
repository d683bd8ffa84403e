package io.github.multiarchmaven.contents;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A filter that has all bytes pass through its reading of arrays. */
abstract class BulkInputStream extends FilterInputStream {
    BulkInputStream(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
}
