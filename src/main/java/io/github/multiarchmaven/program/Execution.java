package io.github.multiarchmaven.program;

import io.github.multiarchmaven.program.ProgramException.Reason;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of a program. Its three streams are served by threads of their own, so that neither a program that does not read nor one
 * that does not write can hold this process. Whatever ends the run early, and the end of this JVM too, ends the program: first with
 * a request (SIGTERM), so that it can tidy up, then by force, with all that it started.
 */
final class Execution implements AutoCloseable {
    /** Time to tidy up. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Program program;
    private final Duration limit;
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final Thread atExit = new Thread(this::end, "multiarch-program-end");
    private Process process;

    /** @param limit null for none */
    Execution(Program program, Duration limit) {
        this.program = program;
        this.limit = limit;
    }

    int run(Program.Input input, OutputStream output, OutputStream errors) throws ProgramException {
        start();
        Thread writer = serve("input", () -> {
            try (OutputStream pipe = new Pipe(process.getOutputStream())) {
                input.writeTo(pipe);
            } catch (BrokenPipeException e) {
                // It answers without having read all: its status counts.
                return;
            }
        });
        Thread reader = serve("output", () -> drain(process.getInputStream(), output));
        Thread errorReader = serve("errors", () -> drain(process.getErrorStream(), errors));
        try {
            if (limit == null) {
                process.waitFor();
            } else if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProgramException(
                        Reason.TIMED_OUT, "did not end within " + limit.toSeconds() + " seconds", null);
            }
            // What the program started may hold its outputs open for ever; what itself wrote is read within this time.
            reader.join(GRACE.toMillis());
            errorReader.join(GRACE.toMillis());
            writer.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramException(Reason.INTERRUPTED, "was interrupted", e);
        }
        rethrow();
        return process.exitValue();
    }

    private void start() throws ProgramException {
        List<String> command = new ArrayList<>(List.of(program.file().toString()));
        command.addAll(program.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(program.environment());
        if (program.directory() != null) {
            builder.directory(program.directory().toFile());
        }
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
            process = builder.start();
        } catch (IOException e) {
            throw new ProgramException(Reason.NOT_STARTED, "cannot be run: " + e.getMessage(), e);
        } catch (IllegalStateException e) {
            throw new ProgramException(Reason.INTERRUPTED, "was not started, as this process is ending", e);
        }
    }

    private void rethrow() throws ProgramException {
        Throwable thrown = fault.get();
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown instanceof TooMuchException) {
            throw new ProgramException(Reason.TOO_MUCH_OUTPUT, thrown.getMessage(), thrown);
        }
        if (thrown instanceof IOException e) {
            throw new UncheckedIOException("Writing to " + program.name(), e);
        }
    }

    private interface Service {
        void run() throws IOException;
    }

    private Thread serve(String stream, Service service) {
        Thread thread = new Thread(
                () -> {
                    try {
                        service.run();
                    } catch (IOException | RuntimeException | Error e) {
                        if (fault.compareAndSet(null, e)) {
                            process.destroy();
                        }
                    }
                },
                program.name() + " " + stream);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void drain(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        try (to) {
            while (true) {
                int read;
                try {
                    read = from.read(buffer);
                } catch (IOException e) {
                    // Closed under us, as the run is over.
                    return;
                }
                if (read < 0) {
                    return;
                }
                try {
                    to.write(buffer, 0, read);
                } catch (IOException e) {
                    throw new TooMuchException(e.getMessage());
                }
            }
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs, or has run.
            return;
        }
    }

    private void end() {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> started = running.descendants().toList();
        boolean interrupted = Thread.interrupted();
        if (running.isAlive()) {
            running.destroy();
            try {
                running.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        started.forEach(ProcessHandle::destroyForcibly);
        running.destroyForcibly();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuchException(String phrase) {
            super(phrase);
        }
    }

    private static final class BrokenPipeException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenPipeException(IOException cause) {
            super(cause);
        }
    }

    /** Tells faults of the pipe from those of what is written into it. */
    private static final class Pipe extends FilterOutputStream {
        Pipe(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new BrokenPipeException(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw new BrokenPipeException(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (IOException e) {
                throw new BrokenPipeException(e);
            }
        }
    }
}
