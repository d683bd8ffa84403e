package io.github.multiarchmaven.engine;

/** What a program printed, to be shown to people. */
final class Said {
    private static final int MAX = 300;

    private Said() {}

    /** The first line, bounded, without control characters and without the user or password of a URL. */
    static String line(String text) {
        String line = text.strip()
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .replaceAll("//[^/@\\s]+@", "//");
        return line.length() <= MAX ? line : line.substring(0, MAX) + "...";
    }
}
