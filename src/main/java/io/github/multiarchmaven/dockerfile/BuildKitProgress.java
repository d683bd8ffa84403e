package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Platform;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BuildKit's {@code --progress plain} (its {@code util/progress/progressui}): {@code #7 [linux/arm64 2/3] RUN x} begins a step or
 * comes back to it, {@code #7 0.449 text} is what the step printed, {@code #7 ERROR: text} its end. With one platform the brackets have
 * no name.
 */
final class BuildKitProgress extends Progress {
    private static final Pattern LINE = Pattern.compile("#(\\d+) (.*)");
    private static final Pattern HEADER = Pattern.compile("\\[(.*?)] (.*)");
    private static final Pattern PLATFORM = Pattern.compile("(?:([a-z]+/\\w+(?:/\\w+)?)(?:->\\S+)? ?)?(.*)");
    private static final Pattern PRINTED = Pattern.compile("\\d+\\.\\d+ ?(.*)");
    /** Bytes that come in, and steps that are put aside. */
    private static final Pattern NOISE =
            Pattern.compile("sha256:.*|\\.\\.\\.|(?:extracting|resolve|transferring|sending|exporting) .*|DONE .*");

    private static final Pattern FAILED = Pattern.compile("(?:ERROR|error): (?:failed to solve: )?(.*)");

    private final Map<String, Step> steps = new HashMap<>();
    private final String onlyPlatform;
    private Step failed;
    private String reason = "";

    private static final class Step {
        private String platform = "";
        private String number = "";
        private String instruction = "";
        private final Deque<String> lines = new ArrayDeque<>();
    }

    BuildKitProgress(List<Platform> platforms) {
        this.onlyPlatform = platforms.size() == 1 ? platforms.get(0).toString() : "";
    }

    @Override
    Optional<String> shown(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            Matcher end = FAILED.matcher(line);
            if (end.matches()) {
                reason = end.group(1);
            }
            return Optional.empty();
        }
        Step step = steps.computeIfAbsent(matcher.group(1), number -> new Step());
        String text = matcher.group(2);
        Matcher header = HEADER.matcher(text);
        if (header.matches()) {
            return begun(step, header.group(1), header.group(2));
        }
        if (text.startsWith("ERROR: ")) {
            // Others are cancelled because of the first.
            if (failed == null) {
                failed = step;
            }
            return Optional.of(prefix(step) + text);
        }
        Matcher printed = PRINTED.matcher(text);
        if (printed.matches() && !step.instruction.isEmpty()) {
            keep(step.lines, printed.group(1));
            return Optional.of(prefix(step) + printed.group(1));
        }
        return NOISE.matcher(text).matches() ? Optional.empty() : Optional.of(prefix(step) + text);
    }

    private Optional<String> begun(Step step, String brackets, String instruction) {
        if (!step.instruction.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = PLATFORM.matcher(brackets);
        boolean named = matcher.matches() && matcher.group(1) != null;
        step.platform = named ? matcher.group(1) : onlyPlatform;
        step.number = named ? matcher.group(2) : brackets;
        step.instruction = instruction;
        return step.number.startsWith("internal") && !instruction.startsWith("load metadata")
                ? Optional.empty()
                : Optional.of(prefix(step) + step.number + " " + instruction);
    }

    private static String prefix(Step step) {
        return step.platform.isEmpty() ? "" : "[" + step.platform + "] ";
    }

    @Override
    String failedStep() {
        return failed == null ? "" : failed.instruction;
    }

    @Override
    String failedPlatform() {
        return failed == null ? "" : failed.platform;
    }

    @Override
    String reason() {
        return reason;
    }

    @Override
    List<String> stepLines() {
        return failed == null ? List.of() : List.copyOf(failed.lines);
    }
}
