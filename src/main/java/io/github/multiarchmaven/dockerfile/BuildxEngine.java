package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.engine.Builder;
import io.github.multiarchmaven.engine.BuilderNode;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.program.Program;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code docker buildx}, whatever the builder's driver.
 *
 * @param docker the client
 * @param builder in use, with what its nodes build for
 */
record BuildxEngine(Program docker, Builder builder) implements Engine {
    @Override
    public String name() {
        return "buildx (builder " + builder.name() + ")";
    }

    /** A node lists its own platform first, before those that it emulates (BuildKit, {@code util/archutil}). */
    @Override
    public List<Platform> nativePlatforms() {
        Set<Platform> own = new LinkedHashSet<>();
        for (BuilderNode node : builder.nodes()) {
            node.platforms().stream().findFirst().ifPresent(own::add);
        }
        return List.copyOf(own);
    }

    @Override
    public void build(EngineRun run, Consumer<String> log) {
        EngineProcess.build(
                docker.with(arguments(builder.name(), run)),
                Engines.doing(run, this),
                new BuildKitProgress(run.platforms()),
                log);
    }

    /** Without attestations: their manifests have no platform, and {@code publish} is about those that have. */
    static List<String> arguments(String builder, EngineRun run) {
        BuildSource source = run.source();
        List<String> all = new ArrayList<>(List.of("buildx", "--builder", builder, "build", "--progress", "plain"));
        all.addAll(List.of("--provenance=false", "--sbom=false"));
        all.addAll(List.of("--platform", run.platformList()));
        all.addAll(List.of("--output", CsvFields.join("type=oci", "dest=" + run.archive())));
        all.addAll(List.of("--file", source.dockerfile().toString()));
        if (source.target() != null) {
            all.addAll(List.of("--target", source.target()));
        }
        Engines.epochAnd(run.buildArgs(), source.created())
                .forEach((name, value) -> all.addAll(List.of("--build-arg", name + "=" + value)));
        source.labels().forEach((name, value) -> all.addAll(List.of("--label", name + "=" + value)));
        run.pins()
                .forEach(pin ->
                        all.addAll(List.of("--build-context", pin.image().name() + "=docker-image://" + pin.pinned())));
        all.addAll(source.stepOptions());
        if (source.pull()) {
            all.add("--pull");
        }
        all.addAll(source.engineOptions());
        all.add(source.context().toString());
        return all;
    }
}
