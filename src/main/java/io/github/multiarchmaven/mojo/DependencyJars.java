package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.assemble.Dependency;
import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.FileFacts.Archive;
import io.github.multiarchmaven.contents.JarReader;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.natives.Coordinates;
import io.github.multiarchmaven.natives.Jar;
import io.github.multiarchmaven.natives.NativesMatrix.PlatformJars;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;

/** A module's dependencies as jars to judge; each file is read once. */
final class DependencyJars {
    private final ProjectApplication application;
    private final Map<Path, List<Jar>> read = new HashMap<>();
    private final Map<String, Artifact> artifacts = new LinkedHashMap<>();

    DependencyJars(ProjectApplication application) {
        this.application = application;
    }

    /** The run-time class path for each platform, with the platform's own dependencies. */
    List<PlatformJars> of(Map<Platform, PlatformConfiguration> wanted, Elf.Libc libc) {
        List<PlatformJars> platforms = new ArrayList<>();
        wanted.forEach((platform, configuration) -> {
            List<Jar> jars = new ArrayList<>();
            for (Artifact artifact : application.jars()) {
                artifacts.put(artifact.getFile().getName(), artifact);
                jars.addAll(jars(
                        artifact.getFile().toPath(),
                        new Coordinates(
                                artifact.getGroupId(),
                                artifact.getArtifactId(),
                                artifact.getBaseVersion(),
                                artifact.hasClassifier() ? artifact.getClassifier() : "")));
            }
            for (DependencyConfiguration own : configuration.dependencies()) {
                Dependency dependency = application.resolve(own);
                jars.addAll(jars(
                        dependency.file(), Coordinates.ofFile(dependency.file().toString())));
            }
            platforms.add(new PlatformJars(platform, libc, jars));
        });
        return platforms;
    }

    private List<Jar> jars(Path file, Coordinates coordinates) {
        return read.computeIfAbsent(file, path -> {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
                Archive archive = JarReader.read(path.toString(), in).orElse(new Archive(List.of(), List.of()));
                return Jar.of(path.getFileName().toString(), coordinates, archive);
            } catch (IOException e) {
                throw new ImageException(false, "Reading the dependency " + path + " failed: " + e + ".", e);
            }
        });
    }

    /** How many files were read. */
    int count() {
        return read.size();
    }

    /** A sentence about the dependency that brings a jar, with a space before it; nothing where that is the jar's own. */
    String origin(String jar) {
        return Optional.ofNullable(artifacts.get(jar.split("!/")[0]))
                .map(Artifact::getDependencyTrail)
                .filter(trail -> trail.size() > 2)
                .map(trail -> " It comes with " + trail.get(1) + ".")
                .orElse("");
    }
}
