package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.transfer.Copier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an engine build a Dockerfile for all platforms, and writes the images and their index into an image layout. A failure leaves
 * the layout as it was.
 */
public final class DockerfileBuild {
    private static final Logger LOG = LoggerFactory.getLogger(DockerfileBuild.class);

    private final EngineOptions options;
    private final Copier copier;
    private final Consumer<String> log;

    /** @param log takes the engine's progress, a line at a time */
    public DockerfileBuild(EngineOptions options, Copier copier, Consumer<String> log) {
        this.options = options;
        this.copier = copier;
        this.log = log;
    }

    /**
     * @throws InvalidInputException when there is no engine, or one would have to emulate and may not
     * @throws ImageException when a step fails
     */
    public DockerfileResult build(DockerfileRequest request) {
        request.source().secrets().forEach(secret -> secret.requirePresent(options.environment()));
        Path folder = workFolder(request.workDirectory());
        try {
            Set<String> used = new TreeSet<>();
            List<EngineRun> runs = runs(request, folder, used);
            Engine engine = new Engines(options, used, log)
                    .find("Building " + request.source().dockerfile());
            requireNative(engine, request);
            log.accept("Building " + request.source().dockerfile() + " with " + engine.name());
            runs.forEach(run -> engine.build(run, log));
            return new BuiltArchives(request, copier).importInto(runs, engine.name());
        } finally {
            delete(folder);
        }
    }

    /** What may be different from platform to platform. */
    private record Inputs(Map<String, String> arguments, List<Pin> pins) {}

    /** Platforms with the same inputs are built at once. */
    private static List<EngineRun> runs(DockerfileRequest request, Path folder, Set<String> used) {
        String text = text(request.source().dockerfile());
        Map<Reference, Optional<Digest>> known = new HashMap<>();
        Map<Inputs, List<Platform>> groups = new LinkedHashMap<>();
        request.platforms().forEach((platform, own) -> {
            Map<String, String> arguments = new LinkedHashMap<>(request.source().buildArgs());
            arguments.putAll(own);
            List<Pin> pins = new ArrayList<>();
            for (NamedImage image : DockerfileImages.of(text, arguments, platform)) {
                used.add(image.reference().registry());
                known.computeIfAbsent(image.reference(), request.pins())
                        .ifPresent(digest ->
                                pins.add(new Pin(image, image.reference().name() + "@" + digest)));
            }
            groups.computeIfAbsent(new Inputs(arguments, pins), inputs -> new ArrayList<>())
                    .add(platform);
        });
        List<EngineRun> runs = new ArrayList<>();
        groups.forEach((inputs, platforms) -> runs.add(new EngineRun(
                request.source(),
                inputs.arguments(),
                inputs.pins(),
                DockerfileImages.fromScratch(text),
                platforms,
                folder.resolve(platforms.get(0).archTag() + ".tar"))));
        return runs;
    }

    private void requireNative(Engine engine, DockerfileRequest request) {
        if (!options.nativeOnly()) {
            return;
        }
        List<Platform> own = engine.nativePlatforms();
        List<Platform> emulated = request.platforms().keySet().stream()
                .filter(platform -> own.stream()
                        .noneMatch(p ->
                                p.os().equals(platform.os()) && p.architecture().equals(platform.architecture())))
                .toList();
        if (!emulated.isEmpty()) {
            throw new InvalidInputException(
                    "Building " + request.source().dockerfile() + " with " + engine.name() + ": "
                            + names(emulated) + " would have to be emulated, as the engine's own is "
                            + (own.isEmpty() ? "not known" : names(own))
                            + ", and nativeOnly is set. Build each platform on a machine of its own with"
                            + " -Dmultiarch.platforms and let a last job publish, or add a machine to the builder with"
                            + " 'docker buildx create --append'.");
        }
    }

    private static String names(List<Platform> platforms) {
        return platforms.stream().map(Platform::toString).collect(Collectors.joining(", "));
    }

    private static String text(Path dockerfile) {
        try {
            return Files.readString(dockerfile);
        } catch (IOException e) {
            throw new ImageException(true, "Reading " + dockerfile + " failed: " + e + ". It has to be in UTF-8.", e);
        }
    }

    private static Path workFolder(Path parent) {
        try {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent.toAbsolutePath(), "build-");
        } catch (IOException e) {
            throw new ImageException(false, "Making a folder in " + parent + " failed: " + e + ".", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.debug("Left {}", folder, e);
        }
    }
}
