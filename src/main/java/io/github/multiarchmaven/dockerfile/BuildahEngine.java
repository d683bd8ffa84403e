package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buildah, as root or rootless: its storage and isolation are the machine's own configuration.
 *
 * @param program buildah
 * @param registries how base images are reached
 * @param used registries that base images come from
 * @param machine what this machine is
 */
record BuildahEngine(Program program, RegistryAccess registries, Set<String> used, Platform machine) implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(BuildahEngine.class);

    @Override
    public String name() {
        return "buildah";
    }

    @Override
    public List<Platform> nativePlatforms() {
        return List.of(machine);
    }

    @Override
    public void build(EngineRun run, Consumer<String> log) {
        // A list that is there already is added to, so each run has its own.
        String list = "localhost/multiarch-" + UUID.randomUUID();
        Path folder = run.archive().getParent();
        Path certificates = certificates(folder.resolve("certificates"));
        Program configured = program.withEnvironment(environment(folder));
        String doing = Engines.doing(run, this);
        try {
            EngineProcess.build(
                    configured.with(arguments(list, certificates, run)),
                    doing,
                    new BuildahProgress(run.platforms()),
                    log);
            EngineProcess.run(
                    configured.with("manifest", "push", "--all", "--quiet", list, "oci-archive:" + run.archive()),
                    doing + ", writing the images");
        } finally {
            remove(configured, list);
        }
    }

    /** The images themselves stay, as the cache of the next build. */
    private static void remove(Program program, String list) {
        try {
            EngineProcess.run(program.with("manifest", "rm", list), "Removing the list " + list);
        } catch (ImageException e) {
            LOG.debug("A list of a build that failed may be left, or was never made", e);
        }
    }

    /** @param certificates null for none */
    static List<String> arguments(String list, Path certificates, EngineRun run) {
        BuildSource source = run.source();
        List<String> all = new ArrayList<>(List.of("build", "--manifest", list, "--format", "oci"));
        // Its cache takes a stage that began with nothing for that of any platform (seen with 1.28): the image of one
        // would be the
        // other's too.
        all.add("--layers=" + !run.fromScratch());
        // A label with Buildah's version would make another digest of each version.
        all.add("--identity-label=false");
        all.addAll(List.of("--platform", run.platformList()));
        all.addAll(List.of("--file", source.dockerfile().toString()));
        if (source.created() != null) {
            all.addAll(List.of("--timestamp", Long.toString(source.created().getEpochSecond())));
        }
        if (certificates != null) {
            all.addAll(List.of("--cert-dir", certificates.toString()));
        }
        if (source.target() != null) {
            all.addAll(List.of("--target", source.target()));
        }
        run.buildArgs().forEach((name, value) -> all.addAll(List.of("--build-arg", name + "=" + value)));
        source.labels().forEach((name, value) -> all.addAll(List.of("--label", name + "=" + value)));
        for (Pin pin : run.pins()) {
            // It compares FROM before variables are replaced (1.28, imagebuildah/executor.go), and COPY as it is.
            Set<String> names = new LinkedHashSet<>(
                    List.of(pin.image().written(), pin.image().name()));
            names.forEach(name -> all.addAll(List.of("--build-context", name + "=docker-image://" + pin.pinned())));
        }
        all.addAll(source.stepOptions());
        if (source.pull()) {
            all.add("--pull=always");
        }
        all.addAll(source.engineOptions());
        all.add(source.context().toString());
        return all;
    }

    /** Buildah takes a folder of authorities for all registries, and only files that end in {@code .crt}. */
    private Path certificates(Path folder) {
        List<Path> files = registries.certificateFiles();
        if (files.isEmpty()) {
            return null;
        }
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < files.size(); i++) {
                Files.copy(files.get(i), folder.resolve(i + ".crt"));
            }
            return folder;
        } catch (IOException e) {
            throw new ImageException(false, "Copying certificates to " + folder + " failed: " + e + ".", e);
        }
    }

    private Map<String, String> environment(Path folder) {
        String additions = RegistriesConf.additions(registries, used);
        if (additions.isEmpty()) {
            return Map.of();
        }
        Path file = folder.resolve("registries.conf");
        try {
            Files.writeString(file, RegistriesConf.ofMachine(program.environment()) + "\n" + additions);
        } catch (IOException e) {
            throw new ImageException(false, "Writing " + file + " failed: " + e + ".", e);
        }
        return Map.of(RegistriesConf.VARIABLE, file.toString());
    }
}
