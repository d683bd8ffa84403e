package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.ImageException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What all goals have: skipping, and the one place where failures become Maven's. */
public abstract class AbstractMultiarchMojo extends AbstractMojo {
    /**
     * Skips all goals of this plugin. To skip one goal only, use its own {@code multiarch.<goal>.skip}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution mojoExecution;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        Optional<String> skipped = skipped();
        if (skipped.isPresent()) {
            getLog().info("Skipped: " + skipped.get());
            return;
        }
        try {
            run();
        } catch (ImageException e) {
            // Maven appends the messages of all causes to ours, which is the whole sentence already.
            getLog().debug("The failure's origin", e);
            if (e.userCanMend()) {
                throw new MojoFailureException(e.getMessage());
            }
            throw new MojoExecutionException(e.getMessage());
        } catch (UncheckedIOException e) {
            throw new MojoExecutionException(
                    e.getMessage() + ": " + e.getCause().getMessage(), e);
        }
    }

    /** Why there is nothing to do here, as a sentence; empty when there is something. */
    protected final Optional<String> skipped() {
        if (skip || skipGoal()) {
            return Optional.of((skip ? "multiarch.skip" : "multiarch." + goal() + ".skip") + " is set.");
        }
        return needsModule() && project.getPackaging().equals("pom")
                ? Optional.of("packaging 'pom' has no application to put into an image.")
                : Optional.empty();
    }

    /** Whether this goal's own skip parameter is set. */
    protected abstract boolean skipGoal();

    /** Whether the goal works on a module's output, so that an aggregator (packaging {@code pom}) is passed over. */
    protected abstract boolean needsModule();

    /** Whether the project makes its image of a Dockerfile beside the pom: a base image needs no more, and has packaging {@code pom}. */
    protected final boolean runsDockerfile() {
        return project.getBasedir() != null
                && project.getBasedir().toPath().resolve("Dockerfile").toFile().isFile()
                && new GivenParameters(pluginDescriptor()).runs(project, "dockerfile");
    }

    /** The goal's work; an {@link ImageException} becomes Maven's failure. */
    protected abstract void run() throws MojoExecutionException, MojoFailureException;

    protected final MavenSession session() {
        return session;
    }

    protected final MavenProject project() {
        return project;
    }

    /** The folder that relative paths are in, also without a project. */
    protected final Path baseDirectory() {
        return project().getBasedir() == null
                ? Path.of(session().getExecutionRootDirectory())
                : project().getBasedir().toPath();
    }

    protected final String goal() {
        return mojoExecution.getGoal();
    }

    /** This plugin, with all its goals and their parameters. */
    protected final PluginDescriptor pluginDescriptor() {
        return mojoExecution.getMojoDescriptor().getPluginDescriptor();
    }

    /** For the User-Agent header. */
    protected final String pluginVersion() {
        return mojoExecution.getVersion();
    }
}
