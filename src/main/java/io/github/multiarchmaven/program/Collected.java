package io.github.multiarchmaven.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** All that a program prints, up to a bound. */
final class Collected extends OutputStream {
    static final int MAX = 16 * 1024 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) throws IOException {
        if (bytes.size() + length > MAX) {
            throw new IOException("printed more than " + MAX + " bytes");
        }
        bytes.write(buffer, offset, length);
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
