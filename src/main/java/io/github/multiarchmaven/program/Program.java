package io.github.multiarchmaven.program;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A program with its arguments; immutable. It is started without a shell, and gets the environment given here and no other.
 *
 * @param file absolute
 * @param arguments without the program itself
 * @param environment the whole of it
 * @param directory where it runs; null for this process's own
 */
public record Program(Path file, List<String> arguments, Map<String, String> environment, Path directory) {
    /** Writes what a program reads from its standard input. */
    @FunctionalInterface
    public interface Input {
        void writeTo(OutputStream program) throws IOException;
    }

    public Program {
        Objects.requireNonNull(file, "file");
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /**
     * Looks a program up on the {@code PATH} of an environment. Relative folders are passed over: they would let a project that
     * is being built bring its own.
     *
     * @param name of a file, without a folder; on Windows {@code .exe} may be left out
     */
    public static Optional<Program> find(String name, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
        for (String folder : path.split(Pattern.quote(File.pathSeparator))) {
            for (String suffix : new String[] {"", ".exe"}) {
                if (new File(folder).isAbsolute()) {
                    Path candidate = Path.of(folder, name + suffix);
                    if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                        return Optional.of(new Program(candidate, List.of(), environment, null));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The file's name. */
    public String name() {
        return file.getFileName().toString();
    }

    /** The file alone: arguments and environment may hold secrets. */
    @Override
    public String toString() {
        return file.toString();
    }

    public Program with(String... more) {
        return with(List.of(more));
    }

    public Program with(List<String> more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        return new Program(file, all, environment, directory);
    }

    public Program withEnvironment(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new Program(file, arguments, all, directory);
    }

    public Program in(Path folder) {
        return new Program(file, arguments, environment, folder);
    }

    /**
     * Runs it to its end, with nothing to read.
     *
     * @throws ProgramException when it cannot be started, runs longer than the limit, or prints more than 16 MiB
     */
    public Output run(Duration limit) throws ProgramException {
        return run(program -> {}, limit);
    }

    /** The same with something to read. A program that ends without having read it all is judged by its status. */
    public Output run(Input input, Duration limit) throws ProgramException {
        try (Execution execution = new Execution(this, limit)) {
            Collected output = new Collected();
            Collected errors = new Collected();
            int exit = execution.run(input, output, errors);
            return new Output(exit, output.text(), errors.text());
        }
    }

    /**
     * Runs it to its end, however long that takes, and hands on each line of both outputs as it comes, one at a time. A line ends
     * with a line feed or a carriage return; longer ones than 16 KiB come in parts.
     *
     * @return its status
     * @throws ProgramException when it cannot be started, or this thread is interrupted: then it has been ended
     */
    public int follow(Input input, Consumer<String> lines) throws ProgramException {
        try (Execution execution = new Execution(this, null)) {
            Object turn = new Object();
            Consumer<String> oneAtATime = line -> {
                synchronized (turn) {
                    lines.accept(line);
                }
            };
            return execution.run(input, new LineSplitter(oneAtATime), new LineSplitter(oneAtATime));
        }
    }
}
