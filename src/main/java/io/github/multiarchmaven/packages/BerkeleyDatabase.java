package io.github.multiarchmaven.packages;

import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Berkeley DB's hash file {@code Packages} of rpm before 4.16 (Berkeley DB's dbinc/db_page.h), written in the byte order of the
 * machine that made it. Buckets are of no interest: every hash page is read, in the order of the file, and of each pair the value.
 */
final class BerkeleyDatabase {
    private static final long MAGIC = 0x061561;
    private static final int META_PAGE = 8;
    private static final int HASH_PAGE = 13;
    // Before Berkeley DB 4.6.
    private static final int UNSORTED_HASH_PAGE = 2;
    private static final int OVERFLOW_PAGE = 7;
    private static final int ON_PAGE = 1;
    private static final int OFF_PAGE = 3;
    private static final int PAGE_HEADER = 26;

    private final DatabaseFile file;
    private final DatabaseBytes bytes;
    private final BitSet overflowRead = new BitSet();
    private boolean littleEndian;
    private int pageSize;
    private long pages;

    BerkeleyDatabase(DatabaseFile file, DatabaseBytes bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    void blobs(Consumer<byte[]> reader) {
        readMeta();
        for (long page = 1; page < pages; page++) {
            int type = bytes.u8(page * pageSize + 25);
            if (type == HASH_PAGE || type == UNSORTED_HASH_PAGE) {
                readHashPage(page, reader);
            }
        }
    }

    private void readMeta() {
        if (bytes.size() < 512) {
            throw file.damaged("it is too short for a Berkeley DB file");
        }
        littleEndian = bytes.u32(12, true) == MAGIC;
        if (u32(12) != MAGIC || bytes.u8(25) != META_PAGE) {
            throw file.damaged("it does not begin as Berkeley DB's hash files do");
        }
        if (bytes.u8(24) != 0) {
            throw file.damaged("it is encrypted");
        }
        long size = u32(20);
        if (size < 512 || size > 65536 || Long.bitCount(size) != 1) {
            throw file.damaged("its page size " + size + " is not one that Berkeley DB has");
        }
        pageSize = (int) size;
        pages = u32(32) + 1;
        if (pages > bytes.size() / pageSize) {
            throw file.damaged("it has " + bytes.size() / pageSize + " pages where it says " + pages);
        }
    }

    private void readHashPage(long page, Consumer<byte[]> reader) {
        long start = page * pageSize;
        int items = u16(start + 20);
        if (items % 2 != 0 || PAGE_HEADER + 2 * items > pageSize) {
            throw file.damaged("page " + page + " cannot have " + items + " items");
        }
        // Items lie from the page's end backwards; a pair is a key and its value.
        for (int i = 0; i < items; i += 2) {
            int key = u16(start + PAGE_HEADER + 2 * i);
            int value = u16(start + PAGE_HEADER + 2 * (i + 1));
            int end = i == 0 ? pageSize : u16(start + PAGE_HEADER + 2 * (i - 1));
            if (value < PAGE_HEADER + 2 * items || value >= key || key >= end || end > pageSize) {
                throw file.damaged("the items of page " + page + " overlap");
            }
            if (!isCounter(start, key, end)) {
                reader.accept(value(page, value, key));
            }
        }
    }

    // The record 0 is not a package but the highest number that rpm has given to one.
    private boolean isCounter(long start, int key, int end) {
        return bytes.u8(start + key) == ON_PAGE && end - key == 5 && u32(start + key + 1) == 0;
    }

    private byte[] value(long page, int value, int end) {
        long at = page * pageSize + value;
        return switch (bytes.u8(at)) {
            case ON_PAGE -> bytes.copy(at + 1, end - value - 1);
            case OFF_PAGE -> overflow(u32(at + 4), u32(at + 8));
            default -> throw file.damaged("page " + page + " has an item of a kind that rpm does not write");
        };
    }

    private byte[] overflow(long first, long length) {
        if (length > bytes.size()) {
            throw file.damaged("a value of " + length + " bytes is larger than the file");
        }
        byte[] value = new byte[(int) length];
        int filled = 0;
        for (long page = first; page != 0; page = u32(page * pageSize + 16)) {
            long start = page * pageSize;
            if (page >= pages || bytes.u8(start + 25) != OVERFLOW_PAGE) {
                throw file.damaged("page " + page + " is not the overflow page that it should be");
            }
            if (overflowRead.get((int) page)) {
                throw file.damaged("page " + page + " is referred to twice");
            }
            overflowRead.set((int) page);
            int part = u16(start + 22);
            if (part > pageSize - PAGE_HEADER || part > length - filled) {
                throw file.damaged("overflow page " + page + " cannot have " + part + " bytes");
            }
            bytes.copy(start + PAGE_HEADER, value, filled, part);
            filled += part;
        }
        if (filled != length) {
            throw file.damaged("a value has " + filled + " bytes where it should have " + length);
        }
        return value;
    }

    private int u16(long at) {
        return bytes.u16(at, littleEndian);
    }

    private long u32(long at) {
        return bytes.u32(at, littleEndian);
    }
}
