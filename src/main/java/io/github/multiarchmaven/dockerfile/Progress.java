package io.github.multiarchmaven.dockerfile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what an engine prints, line by line: what to show of it, and what to tell when it fails. */
abstract class Progress {
    private static final int KEPT = 15;
    private static final int MAX_LINE = 500;

    private final Deque<String> last = new ArrayDeque<>();

    /** What to show for a line; empty for one that tells nobody anything. */
    final Optional<String> read(String line) {
        keep(last, line);
        return shown(line);
    }

    abstract Optional<String> shown(String line);

    /** The instruction that failed: {@code RUN false}; empty when none was told. */
    abstract String failedStep();

    /** Empty when it was not told. */
    abstract String failedPlatform();

    /** The failure in the engine's words; empty when none were told. */
    abstract String reason();

    /** The last lines of the failed step. */
    abstract List<String> stepLines();

    static void keep(Deque<String> lines, String line) {
        lines.addLast(line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "...");
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    /**
     * What went wrong, as the rest of a sentence, the last lines, and the remedy where the trap is known.
     *
     * @param exit the program's status
     */
    final String failure(int exit) {
        String step = failedStep();
        String words = reason().isEmpty() ? "it ended with the status " + exit : reason();
        // Of other steps as well: a remedy may stand in what came before the failure was told.
        String all = String.join("\n", last) + "\n" + String.join("\n", stepLines()) + "\n" + words;
        List<String> lines = stepLines().isEmpty() && step.isEmpty() ? List.copyOf(last) : stepLines();
        String platform = failedPlatform().isEmpty() ? "" : " for " + failedPlatform();
        return (step.isEmpty() ? "" : "the step '" + step + "'" + platform + " failed: ")
                + words
                + (words.endsWith(".") ? "" : ".")
                + Traps.remedy(all).map(remedy -> " " + remedy).orElse("")
                + (lines.isEmpty()
                        ? ""
                        : lines.stream().map(line -> "\n  | " + line).collect(Collectors.joining()));
    }
}
