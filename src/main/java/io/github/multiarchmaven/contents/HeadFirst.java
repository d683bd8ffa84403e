package io.github.multiarchmaven.contents;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose first bytes were read already, once more from its beginning. Unlike a sequence of streams it closes nothing. */
final class HeadFirst extends InputStream {
    private final byte[] head;
    private final InputStream rest;
    private int at;

    HeadFirst(byte[] head, InputStream rest) {
        this.head = head;
        this.rest = rest;
    }

    @Override
    public int read() throws IOException {
        return at < head.length ? head[at++] & 0xff : rest.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (at == head.length || length == 0) {
            return rest.read(buffer, offset, length);
        }
        int read = Math.min(length, head.length - at);
        System.arraycopy(head, at, buffer, offset, read);
        at += read;
        return read;
    }
}
