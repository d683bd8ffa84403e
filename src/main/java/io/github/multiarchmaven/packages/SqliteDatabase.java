package io.github.multiarchmaven.packages;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The table {@code Packages(hnum INTEGER PRIMARY KEY, blob BLOB)} of rpm's {@code rpmdb.sqlite}, read as SQLite's document
 * "Database File Format" says: table b-trees with overflow pages, nothing else.
 *
 * <p>What is only in a write-ahead log (a file {@code -wal} beside this one) is not seen.
 */
final class SqliteDatabase {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int FILE_HEADER = 100;
    private static final int INTERIOR = 5;
    private static final int LEAF = 13;

    private final DatabaseFile file;
    private final DatabaseBytes bytes;
    private final BitSet read = new BitSet();
    private int pageSize;
    private int usable;
    private long pages;
    private Charset encoding;
    private long root;
    private long left;

    SqliteDatabase(DatabaseFile file, DatabaseBytes bytes) {
        this.file = file;
        this.bytes = bytes;
        this.left = bytes.size();
    }

    void blobs(Consumer<byte[]> reader) {
        readHeader();
        walk(1, payload -> findRoot(new SqliteRecord(file, payload)));
        if (root == 0) {
            throw file.damaged(
                    "it has no table 'Packages' (perhaps all is in a file -wal beside it, which is not read)");
        }
        walk(root, payload -> reader.accept(new SqliteRecord(file, payload).bytes(1)));
    }

    private void readHeader() {
        if (bytes.size() < FILE_HEADER || !Arrays.equals(bytes.copy(0, MAGIC.length), MAGIC)) {
            throw file.damaged("it does not begin as SQLite databases do");
        }
        int size = bytes.u16(16, false);
        pageSize = size == 1 ? 65536 : size;
        usable = pageSize - bytes.u8(20);
        if (pageSize < 512 || Integer.bitCount(pageSize) != 1 || usable < 480) {
            throw file.damaged("its page size " + pageSize + " with " + bytes.u8(20)
                    + " reserved bytes is not one that SQLite has");
        }
        pages = bytes.size() / pageSize;
        encoding = switch ((int) bytes.u32(56, false)) {
            case 0, 1 -> StandardCharsets.UTF_8;
            case 2 -> StandardCharsets.UTF_16LE;
            case 3 -> StandardCharsets.UTF_16BE;
            default -> throw file.damaged("its text encoding is not one that SQLite has");
        };
    }

    // sqlite_schema(type, name, tbl_name, rootpage, sql)
    private void findRoot(SqliteRecord row) {
        if (row.text(0, encoding).equals("table") && row.text(1, encoding).equals("Packages")) {
            root = row.number(3);
        }
    }

    /** Gives each row's record, in the order of the tree. */
    private void walk(long top, Consumer<byte[]> rows) {
        Deque<Long> toRead = new ArrayDeque<>();
        toRead.push(top);
        while (!toRead.isEmpty()) {
            long page = toRead.pop();
            enter(page);
            long start = (page - 1) * pageSize;
            long header = page == 1 ? start + FILE_HEADER : start;
            int type = bytes.u8(header);
            int cells = bytes.u16(header + 3, false);
            int headerSize = type == INTERIOR ? 12 : 8;
            if (type != INTERIOR && type != LEAF || header - start + headerSize + 2L * cells > usable) {
                throw file.damaged("page " + page + " is not the table page that it should be");
            }
            if (type == INTERIOR) {
                toRead.push(bytes.u32(header + 8, false));
            }
            for (int i = 0; i < cells; i++) {
                // Interior pages backwards: the stack turns them round.
                int cell = type == INTERIOR ? cells - 1 - i : i;
                int at = bytes.u16(header + headerSize + 2L * cell, false);
                if (at > usable - 4) {
                    throw file.damaged("a cell of page " + page + " lies outside of it");
                }
                if (type == INTERIOR) {
                    toRead.push(bytes.u32(start + at, false));
                } else {
                    rows.accept(payload(start, at));
                }
            }
        }
    }

    // In a sound database each page has one place: so nothing is read twice, and nothing goes in circles.
    private void enter(long page) {
        if (page < 1 || page > pages) {
            throw file.damaged("it refers to page " + page + ", and has " + pages);
        }
        if (read.get((int) page)) {
            throw file.damaged("page " + page + " is referred to twice");
        }
        read.set((int) page);
    }

    private byte[] payload(long start, int cell) {
        SqliteVarint size = SqliteVarint.read(bytes::u8, start + cell);
        SqliteVarint row = SqliteVarint.read(bytes::u8, size.end());
        long length = size.value();
        if (length < 0 || length > bytes.size()) {
            throw file.damaged("a row of " + length + " bytes is larger than the file");
        }
        int local = local(length);
        if (row.end() + local > start + usable) {
            throw file.damaged("a row does not end on the page where it should");
        }
        // Rows lie apart from each other; damaged pages may name one row many times.
        left -= length;
        if (left < 0) {
            throw file.damaged("its rows have more bytes than the file");
        }
        byte[] payload = new byte[(int) length];
        bytes.copy(row.end(), payload, 0, local);
        if (local < length) {
            overflow(bytes.u32(row.end() + local, false), payload, local);
        }
        return payload;
    }

    // How much of a row is on its page: "B-tree Cell Format", in its letters.
    private int local(long p) {
        int x = usable - 35;
        if (p <= x) {
            return (int) p;
        }
        int m = (usable - 12) * 32 / 255 - 23;
        int k = m + (int) ((p - m) % (usable - 4));
        return k <= x ? k : m;
    }

    private void overflow(long first, byte[] payload, int from) {
        long page = first;
        for (int filled = from; filled < payload.length; ) {
            enter(page);
            long start = (page - 1) * pageSize;
            int part = Math.min(usable - 4, payload.length - filled);
            bytes.copy(start + 4, payload, filled, part);
            filled += part;
            page = bytes.u32(start, false);
        }
    }
}
