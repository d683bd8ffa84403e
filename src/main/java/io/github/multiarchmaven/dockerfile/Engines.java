package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.engine.Docker;
import io.github.multiarchmaven.engine.DockerVersions;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.program.Program;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the engine. Of what a machine has the first counts: buildctl where an address is configured, then buildx, then buildctl by
 * {@code BUILDKIT_HOST}, then Buildah.
 */
final class Engines {
    private static final String EPOCH = "SOURCE_DATE_EPOCH";

    private final EngineOptions options;
    private final Set<String> used;
    private final Consumer<String> log;
    private final List<String> reasons = new ArrayList<>();

    /**
     * @param used registries that base images come from
     * @param log takes what a user should know of the choice
     */
    Engines(EngineOptions options, Set<String> used, Consumer<String> log) {
        this.options = options;
        this.used = used;
        this.log = log;
    }

    /** @throws InvalidInputException when there is none, with the reason for each */
    Engine find(String doing) {
        EngineName wanted = wanted();
        Optional<Engine> found = Optional.empty();
        if (wanted == EngineName.BUILDCTL || wanted == EngineName.AUTO && options.address() != null) {
            found = buildctl();
        }
        if (found.isEmpty() && (wanted == EngineName.BUILDX || wanted == EngineName.AUTO)) {
            found = buildx();
        }
        if (found.isEmpty() && wanted == EngineName.AUTO && options.address() == null) {
            found = buildctl();
        }
        if (found.isEmpty() && (wanted == EngineName.BUILDAH || wanted == EngineName.AUTO)) {
            found = buildah();
        }
        return found.orElseThrow(() -> new InvalidInputException(doing
                + ": no engine can be used. " + String.join(" ", reasons)
                + " Install Docker with buildx, or Buildah, or name an engine's file in the parameter engineProgram;"
                + " the goal doctor tells more."));
    }

    /** A program that is named tells by its file's name which engine it is. */
    private EngineName wanted() {
        if (options.engine() != EngineName.AUTO || options.program() == null) {
            return options.engine();
        }
        String file = options.program().getFileName().toString().replaceFirst("\\.exe$", "");
        return switch (file) {
            case "docker" -> EngineName.BUILDX;
            case "buildctl" -> EngineName.BUILDCTL;
            case "buildah" -> EngineName.BUILDAH;
            default ->
                throw new InvalidInputException("The parameter engineProgram names " + options.program()
                        + ", whose name does not tell which engine it is. Set the parameter engine too.");
        };
    }

    private Optional<Program> program(String name) {
        if (options.program() != null) {
            if (!Files.isExecutable(options.program())) {
                throw new InvalidInputException("The parameter engineProgram names " + options.program()
                        + ", which is not a program. Name the file of docker, buildctl or buildah.");
            }
            return Optional.of(new Program(options.program().toAbsolutePath(), List.of(), options.environment(), null));
        }
        Optional<Program> found = Program.find(name, options.environment());
        if (found.isEmpty()) {
            reasons.add("There is no '" + name + "' on the PATH.");
        }
        return found;
    }

    private Optional<Engine> buildx() {
        Optional<Program> program = program("docker");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Docker docker = new Docker(program.get());
        DockerVersions versions = docker.versions();
        if (versions.buildx().isEmpty()) {
            reasons.add(program.get() + " has no plugin buildx.");
            return Optional.empty();
        }
        return new BuildxBuilders(docker, versions, options, log)
                .choose(used, reasons::add)
                .map(builder -> new BuildxEngine(program.get(), builder));
    }

    private Optional<Engine> buildctl() {
        String variable = options.environment().getOrDefault("BUILDKIT_HOST", "");
        String address = options.address() == null ? variable : options.address();
        if (address.isEmpty()) {
            reasons.add("For buildctl no address of a BuildKit is set (buildkitAddress, or BUILDKIT_HOST).");
            return Optional.empty();
        }
        return program("buildctl").map(program -> new BuildctlEngine(program, address));
    }

    private Optional<Engine> buildah() {
        return program("buildah")
                .map(program -> new BuildahEngine(
                        program, options.registries(), used, Platform.parse(System.getProperty("os.arch"))));
    }

    /** {@code Building Dockerfile for linux/amd64,linux/arm64 with buildx (builder default)}. */
    static String doing(EngineRun run, Engine engine) {
        return "Building " + run.source().dockerfile() + " for " + run.platformList() + " with " + engine.name();
    }

    /** BuildKit takes the time of the image from this argument (its {@code docs/build-repro.md}); the user's own wins. */
    static Map<String, String> epochAnd(Map<String, String> buildArgs, Instant created) {
        Map<String, String> all = new LinkedHashMap<>();
        if (created != null) {
            all.put(EPOCH, Long.toString(created.getEpochSecond()));
        }
        all.putAll(buildArgs);
        return all;
    }
}
