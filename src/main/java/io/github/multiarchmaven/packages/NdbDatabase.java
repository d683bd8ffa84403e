package io.github.multiarchmaven.packages;

import java.util.function.Consumer;

/**
 * rpm's own database {@code Packages.db} (rpm's lib/backend/ndb/rpmpkg.c): pages of slots, each of which says in which 16-byte
 * blocks a header lies. Numbers are little-endian.
 *
 * <p>As rpm does, checksums are not looked at when reading.
 */
final class NdbDatabase {
    private static final long MAGIC = 0x506d7052L;
    private static final long SLOT_MAGIC = 0x746f6c53L;
    private static final long HEAD_MAGIC = 0x53626c42L;
    private static final long TAIL_MAGIC = 0x45626c42L;
    private static final int PAGE = 4096;
    private static final int SLOT = 16;
    private static final int BLOCK = 16;
    private static final int FILE_HEADER = 32;
    private static final int HEAD = 16;
    private static final int TAIL = 12;

    private final DatabaseFile file;
    private final DatabaseBytes bytes;

    NdbDatabase(DatabaseFile file, DatabaseBytes bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    void blobs(Consumer<byte[]> reader) {
        if (bytes.size() < FILE_HEADER || u32(0) != MAGIC) {
            throw file.damaged("it does not begin as rpm's ndb databases do");
        }
        if (u32(4) != 0) {
            throw file.damaged("its ndb version " + u32(4) + " is not known here");
        }
        long end = u32(12) * PAGE;
        if (end > bytes.size()) {
            throw file.damaged("its " + u32(12) + " pages of slots are more than it has");
        }
        // Blocks lie apart from each other: together they are never more than the file, whatever damaged slots say.
        long left = bytes.size();
        for (long slot = FILE_HEADER; slot < end; slot += SLOT) {
            if (u32(slot) != SLOT_MAGIC) {
                throw file.damaged("the slot at byte " + slot + " does not begin as slots do");
            }
            if (u32(slot + 8) != 0) {
                byte[] blob = blob(u32(slot + 4), u32(slot + 8) * BLOCK, u32(slot + 12) * BLOCK);
                left -= blob.length;
                if (left < 0) {
                    throw file.damaged("several slots refer to the same blocks");
                }
                reader.accept(blob);
            }
        }
    }

    private byte[] blob(long packageIndex, long at, long extent) {
        long length = u32(at + 12);
        long padded = (HEAD + length + TAIL + BLOCK - 1) / BLOCK * BLOCK;
        if (u32(at) != HEAD_MAGIC || u32(at + 4) != packageIndex || padded != extent) {
            throw file.damaged("the blocks at byte " + at + " are not those of package " + packageIndex);
        }
        long tail = at + extent - TAIL;
        if (u32(tail + 4) != length || u32(tail + 8) != TAIL_MAGIC) {
            throw file.damaged("the blocks of package " + packageIndex + " do not end as they should");
        }
        return bytes.copy(at + HEAD, length);
    }

    private long u32(long at) {
        return bytes.u32(at, true);
    }
}
