package io.github.multiarchmaven.load;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.program.Output;
import io.github.multiarchmaven.program.Program;
import io.github.multiarchmaven.program.ProgramException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Docker or Podman by its command line, which knows how to reach its daemon: by context, {@code DOCKER_HOST}, SSH or a machine.
 *
 * @param kind which of them
 * @param program found on the {@code PATH}
 * @param platform that the engine runs images of: on a Mac that of its virtual machine
 */
public record Engine(Kind kind, Program program, Platform platform) {
    /** The property that names one. */
    static final String PROPERTY = "multiarch.load.engine";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LINES_KEPT = 20;

    /** The engines, the one tried first before the other. */
    public enum Kind {
        DOCKER(
                "Docker",
                List.of("version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"),
                "start Docker, or correct" + " DOCKER_HOST or the context that is in use (docker context ls)"),
        PODMAN(
                "Podman",
                List.of("info", "--format", "{{.Host.OS}}/{{.Host.Arch}}"),
                "start its service or machine" + " (podman machine start)");

        private final String title;
        private final List<String> question;
        private final String remedy;

        Kind(String title, List<String> question, String remedy) {
            this.title = title;
            this.question = question;
            this.remedy = remedy;
        }

        /** The program's name. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return title;
        }

        private static Kind parse(String text) {
            for (Kind kind : values()) {
                if (kind.id().equals(text)) {
                    return kind;
                }
            }
            throw new InvalidInputException(
                    "The parameter engine is '" + text + "'. Use docker or podman, or leave it out.");
        }
    }

    /** What the engine says of an image it has. */
    record Inspected(String id, Platform platform) {}

    /**
     * The engine of a name, or the first that answers: Docker, then Podman.
     *
     * @param name {@code docker} or {@code podman}; null for either
     * @param purpose begins the sentence of a failure: {@code Loading hub.example.com/team/app:1.0}
     * @throws ImageException when none is there, or none answers
     */
    public static Engine find(String name, Map<String, String> environment, String purpose) {
        List<Kind> kinds = name == null ? List.of(Kind.values()) : List.of(Kind.parse(name));
        List<String> silent = new ArrayList<>();
        for (Kind kind : kinds) {
            Program program = Program.find(kind.id(), environment).orElse(null);
            if (program == null) {
                continue;
            }
            Output answer = answer(program.with(kind.question));
            if (answer.succeeded()) {
                return new Engine(kind, program, platform(answer.output().strip()));
            }
            silent.add(kind + " does not answer (" + kind.id() + " " + kind.question.get(0) + ": "
                    + answer.complaint().replaceAll("\\s*\\R\\s*", " ") + "): " + kind.remedy);
        }
        if (silent.isEmpty()) {
            throw new ImageException(
                    true,
                    purpose + ": there is no " + (name == null ? "docker and no podman" : name)
                            + " on the PATH. Install " + (name == null ? "one of them" : "it")
                            + ", or correct the PATH; to ship the image rather than try it, use push and publish.",
                    null);
        }
        throw new ImageException(true, purpose + ": " + String.join("; ", silent) + ".", null);
    }

    private static Platform platform(String answer) {
        try {
            return Platform.parse(answer);
        } catch (InvalidInputException e) {
            // An engine of another kind behind the same command; this machine's own is the best guess.
            return new Platform("linux", System.getProperty("os.arch"), "", "");
        }
    }

    private static Output answer(Program program) {
        try {
            return program.run(PATIENCE);
        } catch (ProgramException e) {
            if (e.reason() == ProgramException.Reason.INTERRUPTED) {
                throw new ImageException(false, "Asking " + program.name() + " " + e.getMessage() + ".", e);
            }
            return new Output(-1, "", e.getMessage());
        }
    }

    /**
     * Has the engine read an archive.
     *
     * @param lines takes what it says
     * @throws ImageException when it does not take it; whatever the input throws passes through
     */
    void load(Program.Input archive, String purpose, Consumer<String> lines) {
        Deque<String> last = new ArrayDeque<>();
        Consumer<String> keeping = line -> {
            if (last.size() == LINES_KEPT) {
                last.removeFirst();
            }
            last.addLast(line);
            lines.accept(line);
        };
        int exit;
        try {
            exit = program.with("load", "--quiet").follow(archive, keeping);
        } catch (ProgramException e) {
            throw new ImageException(
                    false, purpose + " into " + kind + ": " + program.name() + " " + e.getMessage() + ".", e);
        }
        if (exit != 0) {
            throw refused(purpose, String.join(" ", last).strip());
        }
    }

    private ImageException refused(String purpose, String said) {
        boolean full = said.contains("no space left on device") || said.contains("not enough space");
        return new ImageException(
                full,
                purpose + " into " + kind + ": " + kind.id() + " load answered \"" + said + "\". "
                        + (full
                                ? "Its disk is full: " + kind.id() + " system df shows by what, and " + kind.id()
                                        + " image prune frees what no tag leads to."
                                : "Nothing was loaded. Look into the engine's log."),
                null);
    }

    /** @throws ImageException when it has no such image */
    Inspected inspect(Reference name, String purpose) {
        Output answer = answer(
                program.with("image", "inspect", "--format", "{{.Id}} {{.Os}}/{{.Architecture}}", name.toString()));
        String[] words = answer.output().strip().split(" ");
        if (!answer.succeeded() || words.length != 2) {
            throw new ImageException(
                    false,
                    purpose + " into " + kind + ": afterwards it does not have the image (" + kind.id()
                            + " image inspect: " + answer.complaint() + "). Look into the engine's log.",
                    null);
        }
        return new Inspected(words[0].contains(":") ? words[0] : "sha256:" + words[0], platform(words[1]));
    }
}
