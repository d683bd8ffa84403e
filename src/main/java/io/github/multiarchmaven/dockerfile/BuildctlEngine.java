package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.program.Output;
import io.github.multiarchmaven.program.Program;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code buildctl}, BuildKit's own client.
 *
 * @param program buildctl
 * @param address of a BuildKit, as its {@code --addr} takes it
 */
record BuildctlEngine(Program program, String address) implements Engine {
    @Override
    public String name() {
        return "buildctl (" + address + ")";
    }

    /** Of each worker the first that it lists ({@code buildctl debug workers}). */
    @Override
    public List<Platform> nativePlatforms() {
        Output workers = EngineProcess.run(
                program.with("--addr", address, "debug", "workers", "--format", "{{json .}}"),
                "Asking BuildKit at " + address + " for its workers");
        return BuildctlWorkers.nativePlatforms(workers.output().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void build(EngineRun run, Consumer<String> log) {
        EngineProcess.build(
                program.with(arguments(address, run)),
                Engines.doing(run, this),
                new BuildKitProgress(run.platforms()),
                log);
    }

    /** The options of BuildKit's frontend for Dockerfiles (its {@code frontend/dockerui/config.go}); it attests nothing unasked. */
    static List<String> arguments(String address, EngineRun run) {
        BuildSource source = run.source();
        List<String> all = new ArrayList<>(List.of("--addr", address, "build", "--progress", "plain"));
        all.addAll(List.of("--frontend", "dockerfile.v0"));
        all.addAll(List.of("--local", "context=" + source.context()));
        all.addAll(List.of("--local", "dockerfile=" + source.dockerfile().getParent()));
        option(all, "filename", source.dockerfile().getFileName().toString());
        option(all, "platform", run.platformList());
        if (source.target() != null) {
            option(all, "target", source.target());
        }
        Engines.epochAnd(run.buildArgs(), source.created())
                .forEach((name, value) -> option(all, "build-arg:" + name, value));
        source.labels().forEach((name, value) -> option(all, "label:" + name, value));
        run.pins()
                .forEach(pin ->
                        option(all, "context:" + familiar(pin.image().name()), "docker-image://" + pin.pinned()));
        if (source.hasNetwork()) {
            option(all, "force-network-mode", source.network());
        }
        if (source.pull()) {
            option(all, "image-resolve-mode", "pull");
        }
        source.secrets().forEach(secret -> all.addAll(List.of("--secret", secret.option())));
        source.ssh().forEach(agent -> all.addAll(List.of("--ssh", agent)));
        if (source.noCache()) {
            all.add("--no-cache");
        }
        all.addAll(List.of("--output", CsvFields.join("type=oci", "dest=" + run.archive())));
        all.addAll(source.engineOptions());
        return all;
    }

    private static void option(List<String> all, String name, String value) {
        all.addAll(List.of("--opt", name + "=" + value));
    }

    /** The frontend looks contexts up by the short form of a name, as {@code distribution/reference} has it, without {@code :latest}. */
    static String familiar(String name) {
        Reference reference = Reference.parse(name);
        String text = Optional.of(reference)
                .filter(r -> r.registry().equals(Reference.DOCKER_HUB))
                .map(r -> r.toString().replaceFirst("^docker\\.io/(?:library/)?", ""))
                .orElse(reference.toString());
        return text.replaceFirst(":latest$", "");
    }
}
