package io.github.multiarchmaven.packages;

import java.util.function.LongToIntFunction;

/**
 * A number of one to nine bytes (SQLite's "Database File Format", "Record Format").
 *
 * @param end where the next thing begins
 */
record SqliteVarint(long value, long end) {
    static SqliteVarint read(LongToIntFunction bytes, long at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int b = bytes.applyAsInt(at + i);
            value = value << 7 | b & 0x7f;
            if (b < 0x80) {
                return new SqliteVarint(value, at + i + 1);
            }
        }
        return new SqliteVarint(value << 8 | bytes.applyAsInt(at + 8), at + 9);
    }
}
