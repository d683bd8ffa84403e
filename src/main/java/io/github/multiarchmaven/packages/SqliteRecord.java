package io.github.multiarchmaven.packages;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** One row: a header that says of which type each column is, and the columns ("Database File Format", "Record Format"). */
final class SqliteRecord {
    // The widest table that is read, sqlite_schema, has 5.
    private static final int MAX_COLUMNS = 100;
    private static final int[] NUMBER_LENGTHS = {0, 1, 2, 3, 4, 6, 8};

    private final DatabaseFile file;
    private final byte[] payload;
    private final List<Column> columns = new ArrayList<>();

    /** @param type SQLite's serial type: 0 null, 1 to 6 numbers, 8 and 9 the numbers 0 and 1, even ones from 12 blobs, odd ones from 13 texts */
    private record Column(long type, int start, int length) {}

    SqliteRecord(DatabaseFile file, byte[] payload) {
        this.file = file;
        this.payload = payload;
        SqliteVarint header = SqliteVarint.read(this::u8, 0);
        if (header.value() < header.end() || header.value() > payload.length) {
            throw file.damaged("a row's header of " + header.value() + " bytes is larger than the row");
        }
        long at = header.end();
        long start = header.value();
        while (at < header.value() && columns.size() < MAX_COLUMNS) {
            SqliteVarint type = SqliteVarint.read(this::u8, at);
            at = type.end();
            long length = length(type.value());
            if (length < 0 || length > payload.length - start) {
                throw file.damaged("a column is larger than its row");
            }
            columns.add(new Column(type.value(), (int) start, (int) length));
            start += length;
        }
    }

    byte[] bytes(int column) {
        Column wanted = column(column);
        if (wanted.type() < 12) {
            throw file.damaged("a row has a number where bytes should be");
        }
        byte[] bytes = new byte[wanted.length()];
        System.arraycopy(payload, wanted.start(), bytes, 0, bytes.length);
        return bytes;
    }

    String text(int column, Charset encoding) {
        return new String(bytes(column), encoding);
    }

    long number(int column) {
        Column wanted = column(column);
        if (wanted.type() == 8 || wanted.type() == 9) {
            return wanted.type() - 8;
        }
        if (wanted.type() < 1 || wanted.type() > 6) {
            throw file.damaged("a row has something else where a number should be");
        }
        long value = payload[wanted.start()];
        for (int i = 1; i < wanted.length(); i++) {
            value = value << 8 | payload[wanted.start() + i] & 0xff;
        }
        return value;
    }

    private Column column(int index) {
        if (index >= columns.size()) {
            throw file.damaged("a row has " + columns.size() + " columns only");
        }
        return columns.get(index);
    }

    private static long length(long type) {
        if (type >= 12) {
            return (type - 12) / 2;
        }
        if (type == 7) {
            return 8;
        }
        return type >= 0 && type < NUMBER_LENGTHS.length ? NUMBER_LENGTHS[(int) type] : type >= 8 && type < 10 ? 0 : -1;
    }

    private int u8(long at) {
        if (at >= payload.length) {
            throw file.damaged("a row ends within its header");
        }
        return payload[(int) at] & 0xff;
    }
}
