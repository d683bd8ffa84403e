package io.github.multiarchmaven.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.dockerfile.RealEngines.Kind;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step that would run for an hour, and a build that is interrupted in it. */
class InterruptedBuildIT {
    private static final String MARK = "3607";

    @TempDir
    static Path shared;

    private static RealEngines engines;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        engines = Unavailable.orSkip(() -> {
            try {
                return new RealEngines(shared);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @AfterAll
    static void stop() {
        if (engines != null) {
            engines.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoProcessOfTheEngineAndNothingInTheLayout(Kind kind) throws Exception {
        RealEngines.Build build = engines
        .new Build(
                kind,
                folder.resolve("context"),
                "FROM " + engines.base() + "\nRUN echo it runs; exec sleep " + MARK + "\n");
        AtomicReference<ImageException> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                build.run();
            } catch (ImageException e) {
                thrown.set(e);
            }
        });
        thread.start();
        for (int i = 0; i < 2400 && build.said.stream().noneMatch(line -> line.endsWith(" it runs")); i++) {
            Thread.sleep(50);
        }
        assertTrue(steps().findAny().isPresent(), build::all);
        List<ProcessHandle> children = ProcessHandle.current()
                .descendants()
                .filter(InterruptedBuildIT::isEngine)
                .toList();
        assertFalse(children.isEmpty(), "the engine's client runs");

        thread.interrupt();
        thread.join(TimeUnit.MINUTES.toMillis(1));

        assertTrue(thrown.get().getMessage().contains("was interrupted"), () -> thrown.get()
                .getMessage());
        for (ProcessHandle child : children) {
            child.onExit().get(30, TimeUnit.SECONDS);
        }
        // BuildKit is told by the end of its client, and ends the step by itself.
        for (ProcessHandle step : steps().toList()) {
            step.onExit().get(60, TimeUnit.SECONDS);
        }
        assertEquals(0, steps().count());
        assertFalse(Files.exists(build.layout.resolve("index.json")));
        try (Stream<Path> left = Files.list(build.layout.resolveSibling("work"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static boolean isEngine(ProcessHandle process) {
        String command = process.info().commandLine().orElse("");
        return command.contains("buildx") && command.contains("--progress")
                || command.contains("buildah") && command.contains("--manifest");
    }

    /** Native or under QEMU, whose command line has the program's. */
    private static Stream<ProcessHandle> steps() {
        return ProcessHandle.allProcesses().filter(process -> process.info()
                .commandLine()
                .map(line -> line.matches(".*\\bsleep " + MARK + "$"))
                .orElse(false));
    }
}
