package io.github.multiarchmaven.registry;

import java.time.Duration;

/** Durations in words. */
final class Durations {
    private Durations() {}

    /** {@code 2 h 5 min}, {@code 40 s}; not a second shorter than it is. */
    static String words(Duration duration) {
        long seconds = duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = (seconds + 59) / 60;
        if (minutes < 120) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        return hours >= 48
                ? (hours + 23) / 24 + " days"
                : hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }
}
