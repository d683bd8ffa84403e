package io.github.multiarchmaven.program;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands on what is written to it line by line; empty lines are left out. */
final class LineSplitter extends OutputStream {
    private static final int MAX_LINE = 16 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n' || b == '\r') {
            end();
            return;
        }
        line.write(b);
        // Rather not within a character of UTF-8, of which only those of ASCII are positive bytes.
        if (line.size() >= MAX_LINE && (byte) b >= 0 || line.size() >= 2 * MAX_LINE) {
            end();
        }
    }

    @Override
    public synchronized void close() {
        end();
    }

    private void end() {
        if (line.size() > 0) {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            lines.accept(text);
        }
    }
}
