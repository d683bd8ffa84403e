package io.github.multiarchmaven.check;

/** Commands of an image's history, for messages and reports. */
public final class Commands {
    private static final int MAX_SHOWN = 80;

    private Commands() {}

    /** On one line, without BuildKit's and Docker's decoration, cut to what a message bears. */
    public static String shortened(String command) {
        String line = command.replaceAll("[\\p{Cntrl}\\s]+", " ")
                .replaceFirst("^(RUN )?(\\|\\d+ .*? )?/bin/sh -c (#\\(nop\\) )?", "")
                .replaceFirst(" # buildkit$", "")
                .strip();
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
    }
}
