package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.assemble.Dependency;
import io.github.multiarchmaven.image.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** What Maven knows of a module's application: its dependencies on the run-time class path, and those of one platform only. */
final class ProjectApplication {
    private final MavenProject project;
    private final MavenSession session;
    private final RepositorySystem repositories;

    ProjectApplication(MavenProject project, MavenSession session, RepositorySystem repositories) {
        this.project = project;
        this.session = session;
        this.repositories = repositories;
    }

    /** The run-time class path, in Maven's order. */
    List<Dependency> dependencies() {
        Set<String> modules = session.getProjects().stream()
                .map(module -> module.getGroupId() + ":" + module.getArtifactId() + ":" + module.getVersion())
                .collect(Collectors.toSet());
        List<Dependency> dependencies = new ArrayList<>();
        for (Artifact artifact : project.getArtifacts()) {
            if (!artifact.getArtifactHandler().isAddedToClasspath()) {
                continue;
            }
            Path file = artifact.getFile().toPath();
            if (Files.isDirectory(file)) {
                throw new InvalidInputException(
                        "The dependency " + artifact
                                + " is a folder of classes, as its module has not been packaged. Run the phase package or a later one.");
            }
            String module = artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getBaseVersion();
            Dependency.Kind kind = modules.contains(module)
                    ? Dependency.Kind.PROJECT
                    : artifact.isSnapshot() ? Dependency.Kind.SNAPSHOT : Dependency.Kind.RELEASE;
            dependencies.add(new Dependency(file, artifact.toString(), kind));
        }
        return dependencies;
    }

    /** The jars on the run-time class path; a module of this build that has not been packaged is left out, as it has none yet. */
    List<Artifact> jars() {
        return project.getArtifacts().stream()
                .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
                .filter(artifact ->
                        artifact.getFile() != null && artifact.getFile().isFile())
                .toList();
    }

    /** Finds the jar of a platform's own dependency, in the module's repositories. */
    Dependency resolve(DependencyConfiguration wanted) {
        if (wanted.groupId() == null || wanted.artifactId() == null) {
            throw new InvalidInputException("A platform's <dependency> lacks <groupId> or <artifactId>.");
        }
        String version = wanted.version() != null ? wanted.version() : versionInProject(wanted);
        DefaultArtifact artifact =
                new DefaultArtifact(wanted.groupId(), wanted.artifactId(), wanted.classifier(), wanted.type(), version);
        try {
            Path jar = repositories
                    .resolveArtifact(
                            session.getRepositorySession(),
                            new ArtifactRequest(artifact, project.getRemoteProjectRepositories(), null))
                    .getArtifact()
                    .getFile()
                    .toPath();
            return new Dependency(jar, artifact.toString(), Dependency.Kind.PLATFORM);
        } catch (ArtifactResolutionException e) {
            throw new InvalidInputException(
                    "The platform's dependency " + artifact + " cannot be had: " + e.getMessage()
                            + ". Correct it in the parameter platforms.",
                    e);
        }
    }

    private String versionInProject(DependencyConfiguration wanted) {
        Stream<String> resolved = project.getArtifacts().stream()
                .filter(a -> a.getGroupId().equals(wanted.groupId())
                        && a.getArtifactId().equals(wanted.artifactId()))
                .map(Artifact::getVersion);
        Stream<String> managed = project.getDependencyManagement() == null
                ? Stream.empty()
                : project.getDependencyManagement().getDependencies().stream()
                        .filter(d -> d.getGroupId().equals(wanted.groupId())
                                && d.getArtifactId().equals(wanted.artifactId()))
                        .map(org.apache.maven.model.Dependency::getVersion);
        return Stream.concat(resolved, managed)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The platform's dependency " + wanted
                        + " has no version, and the module has no dependency of that name to take it from."
                        + " Write group:artifact:version:classifier."));
    }
}
