package io.github.multiarchmaven.contents;

import java.io.IOException;
import java.io.InputStream;

/**
 * The frames of a zstd stream (RFC 8878, 3.1) without those that are to be skipped: builders put tables into them, which make a layer
 * readable file by file (zstd:chunked), and the decoder does not know them. Blocks that are longer than any may be are refused. Nothing is
 * decoded here.
 */
final class ZstdFrames extends InputStream {
    private static final int FRAME = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int[] SIZE_BYTES = {0, 2, 4, 8};
    private static final int LAST = 1;
    private static final int RUN = 1;
    /** Bytes that a block may hold or unfold to (RFC 8878, 3.1.1.2.4); the decoder would make room for sixteen times as much. */
    private static final int MAX_BLOCK = 128 * 1024;

    private final InputStream in;
    /** What was read to see what follows, and has to be passed on. */
    private byte[] pending = new byte[0];

    private int at;
    /** Bytes to pass on until the next header; negative when nothing is known of what follows. */
    private long left;

    private boolean inFrame;
    private int checksum;
    private long window;

    ZstdFrames(InputStream in) {
        this.in = in;
    }

    /** Whether bytes begin a zstd stream: with a frame, or one that is to be skipped. */
    static boolean isZstd(byte[] head) {
        return head.length >= 4 && (number(head, 0, 4) == FRAME || (number(head, 0, 4) & ~0xf) == SKIPPABLE);
    }

    /** Bytes of the largest window that a frame so far has asked for (RFC 8878, 3.1.1.1.2). */
    long window() {
        return window;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (at == pending.length && left == 0) {
            if (inFrame) {
                block();
            } else if (!frame()) {
                return -1;
            }
        }
        if (at < pending.length) {
            int read = Math.min(length, pending.length - at);
            System.arraycopy(pending, at, buffer, offset, read);
            at += read;
            return read;
        }
        int read = in.read(buffer, offset, left < 0 ? length : (int) Math.min(length, left));
        left -= left < 0 ? 0 : Math.max(read, 0);
        return read;
    }

    /** Goes to the next frame that is not to be skipped; false at the end. */
    private boolean frame() throws IOException {
        byte[] magic = in.readNBytes(4);
        while (magic.length == 4 && (number(magic, 0, 4) & ~0xf) == SKIPPABLE) {
            byte[] size = in.readNBytes(4);
            in.skipNBytes(size.length < 4 ? 0 : number(size, 0, 4) & 0xffffffffL);
            magic = in.readNBytes(4);
        }
        if (magic.length < 4 || number(magic, 0, 4) != FRAME) {
            // The end, or what the decoder has to say something about.
            pass(magic);
            left = -1;
            return magic.length > 0;
        }
        byte[] descriptor = in.readNBytes(1);
        int flags = descriptor.length == 0 ? 0 : descriptor[0] & 0xff;
        boolean single = (flags & 0x20) != 0;
        int sizeFlag = flags >> 6;
        int rest =
                (single ? 0 : 1) + DICTIONARY_BYTES[flags & 3] + (sizeFlag == 0 && single ? 1 : SIZE_BYTES[sizeFlag]);
        byte[] header = in.readNBytes(rest);
        if (!single && header.length > 0) {
            long base = 1L << 10 + ((header[0] & 0xff) >> 3);
            window = Math.max(window, base + base / 8 * (header[0] & 7));
        }
        pass(magic, descriptor, header);
        checksum = (flags & 4) != 0 ? 4 : 0;
        inFrame = true;
        return true;
    }

    private void block() throws IOException {
        byte[] header = in.readNBytes(3);
        pass(header);
        if (header.length < 3) {
            left = -1;
            return;
        }
        int bits = number(header, 0, 3);
        if (bits >> 3 > MAX_BLOCK) {
            throw new IOException("a zstd block of " + (bits >> 3) + " bytes, where " + MAX_BLOCK + " are the most");
        }
        boolean run = (bits >> 1 & 3) == RUN;
        inFrame = (bits & LAST) == 0;
        left = (run ? 1 : bits >> 3) + (inFrame ? 0 : checksum);
    }

    private void pass(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        pending = new byte[length];
        at = 0;
        int to = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, pending, to, part.length);
            to += part.length;
        }
    }

    private static int number(byte[] bytes, int from, int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number |= (bytes[from + i] & 0xff) << 8 * i;
        }
        return number;
    }
}
