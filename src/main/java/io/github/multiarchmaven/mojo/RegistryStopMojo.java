package io.github.multiarchmaven.mojo;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Stops the registry that {@code registry-start} started in this project.
 *
 * @since 0.1.0
 */
@Mojo(name = "registry-stop", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public class RegistryStopMojo extends AbstractEmbeddedRegistryMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.registry-stop.skip", defaultValue = "false")
    private boolean skipStop;

    @Override
    protected boolean skipGoal() {
        return skipStop;
    }

    @Override
    protected void run() throws MojoExecutionException {
        AutoCloseable registry = running();
        if (registry == null) {
            getLog().info("No embedded registry is running in this project.");
            return;
        }
        try {
            registry.close();
        } catch (Exception e) {
            throw new MojoExecutionException("Stopping the embedded registry failed: " + e.getMessage(), e);
        }
        remember(null);
        getLog().info("Embedded registry stopped.");
    }
}
