package io.github.multiarchmaven.packages;

import io.github.multiarchmaven.image.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a database file, held in pieces that come to be as bytes arrive; each access outside of it is a damage. */
final class DatabaseBytes {
    /** Bytes held at most. rpm's databases have 10 to 100 MB on installed systems, and less in images. */
    private static final long MOST = 256L << 20;

    private static final int PIECE = 1 << 20;

    private final DatabaseFile file;
    private final List<byte[]> pieces = new ArrayList<>();
    private long size;

    private DatabaseBytes(DatabaseFile file) {
        this.file = file;
    }

    static DatabaseBytes read(DatabaseFile file, InputStream in) throws IOException {
        DatabaseBytes bytes = new DatabaseBytes(file);
        byte[] piece = in.readNBytes(PIECE);
        while (piece.length > 0) {
            bytes.pieces.add(piece);
            bytes.size += piece.length;
            if (bytes.size > maxSize()) {
                throw file.damaged("it is larger than " + Sizes.of(maxSize()));
            }
            piece = piece.length < PIECE ? new byte[0] : in.readNBytes(PIECE);
        }
        return bytes;
    }

    /** A quarter of what Java has, at most 256 MiB: those of two platforms are read at once. */
    static long maxSize() {
        return Math.min(MOST, Runtime.getRuntime().maxMemory() / 4);
    }

    long size() {
        return size;
    }

    int u8(long at) {
        check(at, 1);
        return pieces.get((int) (at / PIECE))[(int) (at % PIECE)] & 0xff;
    }

    int u16(long at, boolean littleEndian) {
        return littleEndian ? u8(at + 1) << 8 | u8(at) : u8(at) << 8 | u8(at + 1);
    }

    long u32(long at, boolean littleEndian) {
        return littleEndian
                ? (long) u16(at + 2, true) << 16 | u16(at, true)
                : (long) u16(at, false) << 16 | u16(at + 2, false);
    }

    /** A copy; the length is checked before any memory is asked for. */
    byte[] copy(long at, long length) {
        check(at, length);
        byte[] copy = new byte[(int) length];
        copy(at, copy, 0, copy.length);
        return copy;
    }

    void copy(long at, byte[] into, int offset, int length) {
        check(at, length);
        for (int done = 0; done < length; ) {
            long from = at + done;
            byte[] piece = pieces.get((int) (from / PIECE));
            int start = (int) (from % PIECE);
            int part = Math.min(length - done, piece.length - start);
            System.arraycopy(piece, start, into, offset + done, part);
            done += part;
        }
    }

    private void check(long at, long length) {
        if (at < 0 || length < 0 || at > size - length) {
            throw file.damaged("it refers to bytes " + at + " to " + (at + length) + ", and has " + size);
        }
    }
}
