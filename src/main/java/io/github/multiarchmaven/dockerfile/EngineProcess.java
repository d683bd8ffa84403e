package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.program.Output;
import io.github.multiarchmaven.program.Program;
import io.github.multiarchmaven.program.ProgramException;
import java.time.Duration;
import java.util.function.Consumer;

/** Runs engines' programs, and tells failures in whole sentences. */
final class EngineProcess {
    /** For questions and small work; a builder's first start loads an image. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private EngineProcess() {}

    /**
     * Runs a build however long it takes. Interrupted, or with the end of this JVM, the program and all that it started are ended.
     *
     * @param doing the beginning of a sentence: {@code Building Dockerfile for linux/arm64 with buildx}
     * @throws ImageException with the failed step
     */
    static void build(Program program, String doing, Progress progress, Consumer<String> log) {
        int exit;
        try {
            exit = program.follow(nothing -> {}, line -> progress.read(line).ifPresent(log));
        } catch (ProgramException e) {
            throw failure(doing, program, e);
        }
        if (exit != 0) {
            throw new ImageException(true, doing + ": " + progress.failure(exit), null);
        }
    }

    /**
     * Runs something small to its end.
     *
     * @throws ImageException when it fails
     */
    static Output run(Program program, String doing) {
        Output output;
        try {
            output = program.run(LIMIT);
        } catch (ProgramException e) {
            throw failure(doing, program, e);
        }
        if (!output.succeeded()) {
            String said = output.complaint();
            throw new ImageException(
                    true,
                    doing + ": " + program.name() + " ended with the status " + output.exit() + " and said: " + said
                            + (said.endsWith(".") ? "" : ".")
                            + Traps.remedy(said).map(remedy -> " " + remedy).orElse(""),
                    null);
        }
        return output;
    }

    private static ImageException failure(String doing, Program program, ProgramException e) {
        return new ImageException(false, doing + ": " + program.name() + " " + e.getMessage() + ".", e);
    }
}
