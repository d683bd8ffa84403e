package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program with its arguments and what it is to find in its environment.
 *
 * @param arguments the program first
 * @param environment added to this process's own
 * @param directory where it runs; null for this process's own
 */
public record Command(List<String> arguments, Map<String, String> environment, Path directory) {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public static Command of(String... arguments) {
        return new Command(List.of(arguments), Map.of(), null);
    }

    public static Command of(List<String> arguments) {
        return new Command(arguments, Map.of(), null);
    }

    public Command with(String... more) {
        return with(List.of(more));
    }

    public Command with(List<String> more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        return new Command(all, environment, directory);
    }

    public Command withEnvironment(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new Command(arguments, all, directory);
    }

    public Command in(Path folder) {
        return new Command(arguments, environment, folder);
    }

    public ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().putAll(environment);
        builder.directory(directory == null ? null : directory.toFile());
        return builder;
    }

    /**
     * Runs it to its end, at most ten minutes.
     *
     * @throws UncheckedIOException when the program cannot be started
     */
    public Result run() {
        try {
            Process process = builder().start();
            process.getOutputStream().close();
            return Result.of(process, LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + arguments.get(0) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Runs it and gives its standard output.
     *
     * @throws IllegalStateException with what it said when it does not exit with 0
     */
    public String output() {
        Result result = run();
        if (result.exit() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " exited with " + result.exit() + ": "
                    + result.errors().strip() + " " + result.output().strip());
        }
        return result.output();
    }

    /** How a program ended and what it said, as UTF-8. */
    public record Result(int exit, String output, String errors) {
        /** Reads both outputs to their ends; a program that outlives the limit is killed. */
        public static Result of(Process process, Duration limit) {
            CompletableFuture<String> errors = reading(process.getErrorStream());
            CompletableFuture<String> output = reading(process.getInputStream());
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            "A program still ran after " + limit.toSeconds() + " s: " + process.info());
                }
                return new Result(process.exitValue(), output.join(), errors.join());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while a program ran", e);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }

        // Threads of their own: in a pool that is full the unread output would block the program.
        private static CompletableFuture<String> reading(InputStream in) {
            return CompletableFuture.supplyAsync(() -> text(in), task -> {
                Thread thread = new Thread(task, "program-output");
                thread.setDaemon(true);
                thread.start();
            });
        }

        private static String text(InputStream in) {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
