package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Platform;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Buildah prints: {@code [linux/arm64] STEP 2/3: RUN x} (with one platform without the brackets) and then what the step prints,
 * as it is; at the end {@code Error: ...}. It builds one platform after the other.
 */
final class BuildahProgress extends Progress {
    private static final Pattern STEP = Pattern.compile("(?:\\[(\\S+)] )?(?:\\[\\d+/\\d+] )?STEP (\\d+/\\d+): (.*)");
    private static final Pattern NOISE = Pattern.compile(
            "(?:Getting image source signatures|Copying (?:blob|config) .*|Writing manifest .*"
                    + "|Storing .*|(?:\\[\\S+] )*COMMIT.*|--> .*|[0-9a-f]{64}|.*one or more build args were not consumed.*)");
    private static final Pattern ERROR = Pattern.compile("(?:Error|error): (.*)");

    private final String onlyPlatform;
    private String platform = "";
    private String instruction = "";
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder reason = new StringBuilder();

    BuildahProgress(List<Platform> platforms) {
        this.onlyPlatform = platforms.size() == 1 ? platforms.get(0).toString() : "";
    }

    @Override
    Optional<String> shown(String line) {
        Matcher step = STEP.matcher(line);
        if (step.matches()) {
            platform = step.group(1) == null ? onlyPlatform : step.group(1);
            instruction = step.group(3);
            lines.clear();
            return Optional.of(prefix() + step.group(2) + " " + instruction);
        }
        Matcher error = ERROR.matcher(line);
        if (error.matches()) {
            reason.append(error.group(1));
            return Optional.empty();
        }
        // Several errors are listed one by one.
        if (reason.length() > 0) {
            reason.append(' ').append(line.strip());
            return Optional.empty();
        }
        if (NOISE.matcher(line).matches()) {
            return Optional.empty();
        }
        keep(lines, line);
        return Optional.of(prefix() + line);
    }

    private String prefix() {
        return platform.isEmpty() ? "" : "[" + platform + "] ";
    }

    @Override
    String failedStep() {
        return instruction;
    }

    @Override
    String failedPlatform() {
        return platform;
    }

    @Override
    String reason() {
        return reason.toString();
    }

    @Override
    List<String> stepLines() {
        return List.copyOf(lines);
    }
}
