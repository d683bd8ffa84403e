package io.github.multiarchmaven.contents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One pass over an ELF file, front to back: keeps the parts that were asked for, and where the names of C libraries stand. What names a
 * library needs stands behind the names it chooses from, so they are noted as they come by. Holds 64 KiB, whatever the file's size.
 */
final class FilePass {
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_NAME = 64;
    private static final int MAX_NAMES = 1024;
    /** Those that tell one system or C library from another; the last two are beginnings. */
    private static final Set<String> NAMES =
            Set.of("libc.so", "libc.so.1", "libc.so.6", "libc.so.7", "libdl.so", "libm.so", "liblog.so");

    private static final String MUSL = "libc.musl-";
    private static final String LOADER = "ld-linux";

    private static final int STEP = 5;
    /** In the first five letters of all names. */
    private static final boolean[] LETTERS = letters("libc.dmo-");

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final Map<Long, String> names = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    /** Where in the file the buffer begins, how much of it is filled, and how much was looked at. */
    private long begin;

    private int filled;
    private int seen;
    private boolean ended;

    /** A part of the file; its bytes beyond the file's end are 0. */
    static final class Part {
        private final long offset;
        private final byte[] bytes;
        private long count;

        private Part(long offset, int length) {
            this.offset = offset;
            this.bytes = new byte[length];
        }

        byte[] bytes() {
            return bytes;
        }

        boolean isComplete() {
            return count == bytes.length;
        }
    }

    FilePass(InputStream in) {
        this.in = in;
    }

    private static boolean[] letters(String which) {
        boolean[] letters = new boolean[256];
        which.chars().forEach(letter -> letters[letter] = true);
        return letters;
    }

    /** The file's first 64 KiB, or all of it; before anything else. */
    byte[] head() throws IOException {
        fill();
        return java.util.Arrays.copyOf(buffer, filled);
    }

    /** Asks for a part, which may lie anywhere behind what {@link #to} has passed. */
    Part want(long offset, int length) {
        Part part = new Part(offset, length);
        parts.add(part);
        take(part, 0);
        return part;
    }

    /** Reads on until this offset is behind, or the file's end. */
    void to(long offset) throws IOException {
        while (begin + filled < offset && !ended) {
            look();
            System.arraycopy(buffer, seen, buffer, 0, filled - seen);
            begin += seen;
            filled -= seen;
            seen = 0;
            fill();
        }
        look();
    }

    /** Where in the file the pass is. */
    long position() {
        return begin + filled;
    }

    /** The name at an offset that was passed; null when it is none of those that are told apart. */
    String name(long offset) {
        return names.get(offset);
    }

    private void fill() throws IOException {
        int from = filled;
        int read = in.readNBytes(buffer, filled, BUFFER - filled);
        filled += read;
        ended = filled < BUFFER;
        parts.forEach(part -> take(part, from));
    }

    private void take(Part part, int from) {
        long low = Math.max(part.offset, begin + from);
        long high = Math.min(part.offset + part.bytes.length, begin + filled);
        if (low < high) {
            System.arraycopy(buffer, (int) (low - begin), part.bytes, (int) (low - part.offset), (int) (high - low));
            part.count += high - low;
        }
    }

    /** Leaves the last bytes for the next time: a name may go on. Every fifth byte is looked at, as no name has fewer. */
    private void look() {
        byte[] bytes = buffer;
        boolean[] letters = LETTERS;
        int end = ended ? filled : Math.max(seen, filled - MAX_NAME);
        int last = Math.min(end + STEP - 1, filled);
        for (int i = seen + STEP - 1; i < last; i += STEP) {
            if (letters[bytes[i] & 0xff]) {
                for (int at = i - STEP + 1; at <= i; at++) {
                    if (bytes[at] == 'l') {
                        note(at);
                    }
                }
            }
        }
        seen = end;
    }

    private void note(int at) {
        boolean known = at + 2 < filled
                && (buffer[at + 1] == 'i' && buffer[at + 2] == 'b' || buffer[at + 1] == 'd' && buffer[at + 2] == '-');
        int end = known ? at : filled;
        while (end < filled && end - at < MAX_NAME && buffer[end] != 0) {
            end++;
        }
        if (end == filled || end - at == MAX_NAME || names.size() == MAX_NAMES) {
            return;
        }
        String name = new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
        if (NAMES.contains(name) || name.startsWith(MUSL) || name.startsWith(LOADER)) {
            names.put(begin + at, name);
        }
    }
}
