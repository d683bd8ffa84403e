package io.github.multiarchmaven.packages;

import io.github.multiarchmaven.image.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The lines of a text of any length, of which never more than one is held. */
final class TextLines {
    /** Bytes of a text that are read at most; the largest known status file of dpkg has some 10 MB. */
    static final long MAX_SIZE = 512L << 20;

    // Longer are only lists that nobody here reads: dependencies, provided names.
    private static final int MAX_LINE = 8192;

    private final DatabaseFile file;
    private final InputStream in;
    private final byte[] line = new byte[MAX_LINE];
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long count;

    TextLines(DatabaseFile file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** The next line without its end, of an overlong one its first 8192 bytes; null after the last. */
    String next() throws IOException {
        int length = 0;
        int b = read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = read()) {
            if (length < MAX_LINE) {
                line[length++] = (byte) b;
            }
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    // A buffer of its own: BufferedInputStream takes a lock for each byte.
    private int read() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(in.read(buffer, 0, buffer.length), 0);
            count += end;
            if (end == 0) {
                return -1;
            }
            if (count > MAX_SIZE) {
                throw file.damaged("it is larger than " + Sizes.of(MAX_SIZE));
            }
        }
        return buffer[at++] & 0xff;
    }
}
