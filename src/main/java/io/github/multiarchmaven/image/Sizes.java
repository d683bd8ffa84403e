package io.github.multiarchmaven.image;

import java.util.Locale;

/** Byte counts for people. */
public final class Sizes {
    private Sizes() {}

    /** Decimal units, as registries and Docker show them: {@code 734 B}, {@code 12.3 kB}, {@code 104.8 MB}, {@code 1.6 GB}. */
    public static String of(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        for (String unit : new String[] {"kB", "MB", "GB"}) {
            value /= 1000;
            if (value < 999.95 || unit.equals("GB")) {
                return String.format(Locale.ROOT, "%.1f %s", value, unit);
            }
        }
        throw new IllegalStateException("unreachable: the last unit is always taken");
    }
}
