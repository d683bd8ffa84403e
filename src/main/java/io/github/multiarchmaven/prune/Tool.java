package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.program.Output;
import io.github.multiarchmaven.program.Program;
import io.github.multiarchmaven.program.ProgramException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that has a cache, asked for something.
 *
 * @param purpose begins the sentence of a failure: {@code Pruning the cache of buildx}
 */
record Tool(Program program, String purpose) {
    /** Deleting takes minutes on a slow disk. */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    static Tool find(String name, Map<String, String> environment, String purpose) {
        return new Tool(
                Program.find(name, environment)
                        .orElseThrow(() -> new ImageException(
                                true,
                                purpose + ": there is no " + name
                                        + " on the PATH. Install it, correct the PATH, or leave multiarch.prune.engine out.",
                                null))
                        // Whatever this machine's language: its words are read here.
                        .withEnvironment(Map.of("LC_ALL", "C")),
                purpose);
    }

    Output run(List<String> arguments) {
        try {
            return program.with(arguments).run(LIMIT);
        } catch (ProgramException e) {
            throw new ImageException(false, purpose + ": " + program.name() + " " + e.getMessage() + ".", e);
        }
    }

    String output(List<String> arguments) {
        Output output = run(arguments);
        if (!output.succeeded()) {
            throw new ImageException(
                    true,
                    purpose + ": " + program.name() + " " + String.join(" ", arguments) + " answered \""
                            + output.complaint().replaceAll("\\s*\\R\\s*", " ")
                            + "\". Mend that, or leave multiarch.prune.engine out.",
                    null);
        }
        return output.output();
    }
}
