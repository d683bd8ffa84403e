package io.github.multiarchmaven.contents;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A zip file's entries in the order of their headers (PKWARE APPNOTE 6.3.10, 4.3.7), without its directory, which stands at its end. Unlike
 * the JDK's stream it passes over what nobody reads without inflating it, and reads stored entries whose size follows them. Its content
 * is that of the current entry. Holds 64 KiB, and an inflater, until it is closed; the stream below stays open.
 */
final class ZipStream extends InputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int HEADER = 30;
    private static final int LOCAL = 0x04034b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;
    private static final int SIZES_FOLLOW = 8;
    private static final long IN_EXTRA = 0xffffffffL;

    private final InputStream in;
    private final IntConsumer inflated;
    private final byte[] buffer = new byte[BUFFER];
    private final Inflater inflater = new Inflater(true);
    private int at;
    private int end;

    private Content content = Content.NONE;
    private boolean descriptor;
    /** Bytes in the file that the entry has left; negative where its header does not say. */
    private long left;

    private long count;

    private enum Content {
        NONE,
        /** Not readable, or read to its end. */
        HIDDEN,
        STORED,
        /** Stored, and its end is where a descriptor tells its size. */
        STORED_OPEN,
        DEFLATED
    }

    /** @param inflated is told of bytes that an entry unfolded to; may throw to end it */
    ZipStream(InputStream in, IntConsumer inflated) {
        this.in = in;
        this.inflated = inflated;
    }

    /** Passes over what stands before the first entry, such as the script of a jar that starts itself; at most 64 KiB. */
    void skipPreamble() throws IOException {
        fill(BUFFER);
        while (at + 4 <= end && word(at) != LOCAL) {
            at++;
        }
    }

    /**
     * Goes to the next entry.
     *
     * @return its name; null after the last, and where an entry's end cannot be told
     */
    String next() throws IOException {
        if (!finish() || fill(HEADER) < HEADER || word(at) != LOCAL) {
            return null;
        }
        int flags = half(at + 6);
        int method = half(at + 8);
        long compressed = word(at + 18) & 0xffffffffL;
        long size = word(at + 22) & 0xffffffffL;
        int nameLength = half(at + 26);
        int extraLength = half(at + 28);
        at += HEADER;
        String name = new String(take(nameLength), StandardCharsets.UTF_8);
        byte[] extra = take(extraLength);
        if (compressed == IN_EXTRA || size == IN_EXTRA) {
            compressed = compressedOfExtra(extra, compressed, size);
        }
        if (compressed < 0) {
            throw new ZipException("an entry has a size that no entry can have");
        }
        descriptor = (flags & SIZES_FOLLOW) != 0;
        if (descriptor && name.endsWith("/") && fill(4) == 4 && word(at) != DESCRIPTOR) {
            // Written by those who set the flag for all entries, and forgot it where there is nothing.
            descriptor = method == DEFLATED;
        }
        boolean open = descriptor && compressed == 0;
        left = open ? -1 : compressed;
        count = 0;
        if ((flags & ENCRYPTED) != 0 || method != STORED && method != DEFLATED) {
            content = Content.HIDDEN;
        } else if (method == DEFLATED) {
            content = Content.DEFLATED;
            inflater.reset();
        } else {
            content = open ? Content.STORED_OPEN : Content.STORED;
        }
        return name;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read =
                switch (content) {
                    case STORED -> stored(target, offset, (int) Math.min(length, left));
                    case STORED_OPEN -> storedOpen(target, offset, length);
                    case DEFLATED -> inflated(target, offset, length);
                    default -> -1;
                };
        count += Math.max(read, 0);
        return read;
    }

    /** Ends the inflater; the stream below is the caller's. */
    @Override
    public void close() {
        inflater.end();
    }

    /** Passes over what is left of the current entry; false where its end cannot be told. */
    private boolean finish() throws IOException {
        if (left < 0 && content == Content.HIDDEN) {
            return false;
        }
        if (left < 0) {
            byte[] rest = new byte[BUFFER / 8];
            while (read(rest, 0, rest.length) >= 0) {
                continue;
            }
        }
        while (left > 0) {
            if (at == end && fill(1) == 0) {
                throw new EOFException("an entry goes on behind the end");
            }
            int step = (int) Math.min(left, end - at);
            at += step;
            left -= step;
        }
        if (descriptor) {
            skipDescriptor();
        }
        content = Content.NONE;
        descriptor = false;
        return true;
    }

    private int stored(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return -1;
        }
        if (at == end && fill(1) == 0) {
            throw new EOFException("an entry goes on behind the end");
        }
        int step = Math.min(length, end - at);
        java.lang.System.arraycopy(buffer, at, target, offset, step);
        at += step;
        left -= step;
        return step;
    }

    private int storedOpen(byte[] target, int offset, int length) throws IOException {
        int there = fill(BUFFER / 2);
        int most = Math.min(length, there < BUFFER / 2 ? there : there - HEADER);
        int step = 0;
        while (step < most && !isDescriptor(at + step, count + step)) {
            step++;
        }
        if (step > 0) {
            java.lang.System.arraycopy(buffer, at, target, offset, step);
            at += step;
            return step;
        }
        if (there == 0) {
            throw new EOFException("an entry goes on behind the end");
        }
        content = Content.HIDDEN;
        left = 0;
        return -1;
    }

    private boolean isDescriptor(int from, long size) {
        return from + 16 <= end && word(from) == DESCRIPTOR && word(from + 8) == (int) size;
    }

    private int inflated(byte[] target, int offset, int length) throws IOException {
        try {
            int read = inflater.inflate(target, offset, length);
            while (read == 0 && !inflater.finished()) {
                if (inflater.needsDictionary() || left == 0 || at == end && fill(1) == 0) {
                    throw new EOFException("an entry ends before its content");
                }
                int step = left < 0 ? end - at : (int) Math.min(left, end - at);
                inflater.setInput(buffer, at, step);
                at += step;
                left -= left < 0 ? 0 : step;
                read = inflater.inflate(target, offset, length);
            }
            if (read == 0) {
                // What was handed over and not used follows the entry.
                at -= inflater.getRemaining();
                left = left < 0 ? 0 : left + inflater.getRemaining();
                content = Content.HIDDEN;
                return -1;
            }
            inflated.accept(read);
            return read;
        } catch (DataFormatException e) {
            throw (ZipException) new ZipException("an entry is damaged").initCause(e);
        }
    }

    /** Signature or none, checksum, both sizes of 4 or of 8 bytes (APPNOTE 4.3.9): which of them, the next signature tells. */
    private void skipDescriptor() throws IOException {
        int there = fill(28);
        int signature = there >= 4 && word(at) == DESCRIPTOR ? 4 : 0;
        boolean wide = there >= signature + 22 && !isSignature(at + signature + 12) && isSignature(at + signature + 20);
        at += Math.min(there, signature + (wide ? 20 : 12));
    }

    private boolean isSignature(int from) {
        return buffer[from] == 'P' && buffer[from + 1] == 'K';
    }

    /** Of zip64: first the size, where its own field has none, then the compressed size. */
    private static long compressedOfExtra(byte[] extra, long compressed, long size) {
        for (int i = 0; i + 4 <= extra.length; i += 4 + half(extra, i + 2)) {
            int value = i + 4 + (size == IN_EXTRA ? 8 : 0);
            if (half(extra, i) == 1 && compressed == IN_EXTRA && value + 8 <= extra.length) {
                long low = word(extra, value) & 0xffffffffL;
                return low | (long) word(extra, value + 4) << 32;
            }
        }
        return compressed;
    }

    private byte[] take(int length) throws IOException {
        if (fill(length) < length) {
            throw new EOFException("a header goes on behind the end");
        }
        byte[] taken = java.util.Arrays.copyOfRange(buffer, at, at + length);
        at += length;
        return taken;
    }

    /** Has so many bytes in the buffer, or all that there are. @return how many there are */
    private int fill(int wanted) throws IOException {
        if (end - at >= wanted) {
            return end - at;
        }
        java.lang.System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        while (end < wanted) {
            int read = in.read(buffer, end, BUFFER - end);
            if (read < 0) {
                break;
            }
            end += read;
        }
        return end;
    }

    private int word(int from) {
        return word(buffer, from);
    }

    private int half(int from) {
        return half(buffer, from);
    }

    private static int word(byte[] bytes, int from) {
        return half(bytes, from) | half(bytes, from + 2) << 16;
    }

    private static int half(byte[] bytes, int from) {
        return bytes[from] & 0xff | (bytes[from + 1] & 0xff) << 8;
    }
}
