package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.engine.Builder;
import io.github.multiarchmaven.engine.BuilderNode;
import io.github.multiarchmaven.engine.Docker;
import io.github.multiarchmaven.engine.DockerVersions;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.layout.LayoutLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Chooses a builder of buildx. One that the user named, or made the current one, is used as it is. Docker's own (driver
 * {@code docker}) is used when it can: with containerd's image store, and when the engine has to be told nothing about registries, for it
 * takes that from the daemon only. Else a builder is made, driver {@code docker-container}, and used again by all builds of the same
 * configuration.
 */
final class BuildxBuilders {
    /** A first start loads BuildKit's image. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final String OWN_DRIVER = "docker-container";

    private final Docker docker;
    private final DockerVersions versions;
    private final EngineOptions options;
    private final Consumer<String> log;

    BuildxBuilders(Docker docker, DockerVersions versions, EngineOptions options, Consumer<String> log) {
        this.docker = docker;
        this.versions = versions;
        this.options = options;
        this.log = log;
    }

    /**
     * @param used registries that base images come from
     * @param reasons takes why there is none
     * @throws InvalidInputException when there is no builder of the name that is wanted
     */
    Optional<Builder> choose(Set<String> used, Consumer<String> reasons) {
        BuildkitdConfig config = BuildkitdConfig.of(options.registries(), used);
        if (options.builder() != null) {
            Builder named = docker.builder(options.builder())
                    .orElseThrow(() -> new InvalidInputException("The parameter builder names '" + options.builder()
                            + "', which buildx does not have. 'docker buildx ls' lists its builders."));
            return Optional.of(asItIs(named, config));
        }
        Optional<Builder> current =
                docker.builder(null).filter(builder -> builder.error().isEmpty());
        boolean containerd =
                versions.server().map(DockerVersions.Server::containerdStore).orElse(false);
        if (current.isPresent() && !current.get().driver().equals("docker")) {
            return Optional.of(asItIs(current.get(), config));
        }
        if (versions.server().isEmpty()) {
            reasons.accept("Docker's daemon cannot be used: " + versions.serverTrouble() + ".");
            return Optional.empty();
        }
        if (current.isPresent()
                && current.get().buildsSeveralPlatforms(containerd)
                && config.isEmpty()
                && options.driverOptions().isEmpty()) {
            return current;
        }
        return Optional.of(own(config));
    }

    private Builder asItIs(Builder builder, BuildkitdConfig config) {
        if (!config.isEmpty()) {
            log.accept("The builder " + builder.name()
                    + " keeps its own configuration of registries: certificates, mirrors"
                    + " and plain-HTTP hosts of this build do not reach it.");
        }
        return builder.driver().equals("docker") ? builder : started(builder);
    }

    @SuppressWarnings("try") // The lock is held, not used.
    private Builder own(BuildkitdConfig config) {
        Optional<DockerContext> context =
                DockerContext.neededIn(docker.program().environment());
        String name = config.builderName(
                options.driverOptions(), context.map(DockerContext::name).orElse(""));
        Path folder = options.folder().resolve(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ImageException(false, "Making the folder " + folder + " failed: " + e + ".", e);
        }
        // Modules of one build, and other builds of this user, want the same one at the same moment.
        try (LayoutLock lock = LayoutLock.acquire(options.folder().resolve(".lock"), PATIENCE)) {
            Optional<Builder> made = docker.builder(name);
            if (made.isEmpty()) {
                Path toml = folder.resolve("buildkitd.toml");
                Files.writeString(toml, config.toml());
                log.accept("Making the builder " + name + " (driver " + OWN_DRIVER + ")");
                context.ifPresent(each -> each.make(docker.program()));
                EngineProcess.run(
                        docker.program()
                                .with(createArguments(
                                        name, config.isEmpty() ? null : toml, options.driverOptions(), context)),
                        "Making the builder " + name + " of buildx");
                made = docker.builder(name);
            }
            return started(made.orElseThrow(() -> new ImageException(
                    false, "The builder " + name + " was made, and buildx does not show it. Run again.", null)));
        } catch (IOException e) {
            throw new ImageException(false, "Writing to " + folder + " failed: " + e + ".", e);
        }
    }

    /** @param toml null for none */
    static List<String> createArguments(
            String name, Path toml, List<String> driverOptions, Optional<DockerContext> context) {
        List<String> all = new ArrayList<>(List.of("buildx", "create", "--name", name, "--driver", OWN_DRIVER));
        driverOptions.forEach(option -> all.addAll(List.of("--driver-opt", option)));
        if (toml != null) {
            all.addAll(List.of("--config", toml.toString()));
        }
        context.ifPresent(each -> all.add(each.name()));
        return all;
    }

    /** Its platforms are known only when it runs. */
    private Builder started(Builder builder) {
        if (builder.nodes().stream().allMatch(node -> node.status().equals("running"))) {
            return builder;
        }
        EngineProcess.run(
                docker.program().with("buildx", "inspect", "--bootstrap", builder.name()),
                "Starting the builder " + builder.name() + " of buildx");
        Builder started = docker.builder(builder.name()).orElse(builder);
        if (started.nodes().stream().noneMatch(BuilderNode::isUsable)) {
            throw new ImageException(
                    true,
                    "Starting the builder " + builder.name()
                            + " of buildx: none of its nodes answers. 'docker buildx inspect " + builder.name()
                            + "' tells why.",
                    null);
        }
        return started;
    }
}
