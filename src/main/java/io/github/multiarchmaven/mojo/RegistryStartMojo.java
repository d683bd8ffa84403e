package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.server.EmbeddedRegistry;
import java.io.File;
import java.net.InetSocketAddress;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Starts the embedded registry for integration tests, on 127.0.0.1, and sets the project property {@code multiarch.registry}
 * to its {@code host:port}. It ends with {@code registry-stop}, or with Maven.
 *
 * @since 0.1.0
 */
@Mojo(name = "registry-start", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, threadSafe = true)
public class RegistryStartMojo extends AbstractEmbeddedRegistryMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.registry-start.skip", defaultValue = "false")
    private boolean skipStart;

    /**
     * Port to listen on: 1 to 65535, or 0 for a free one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.registry.port", defaultValue = "0")
    private int port;

    /**
     * Folder to keep images in, between runs too. Without it they are kept in memory.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.registry.storage")
    private File storage;

    /**
     * Name of the project property that receives {@code 127.0.0.1:port}.
     *
     * @since 0.1.0
     */
    @Parameter(defaultValue = "multiarch.registry")
    private String registryProperty;

    @Override
    protected boolean skipGoal() {
        return skipStart;
    }

    @Override
    protected void run() {
        if (running() instanceof EmbeddedRegistry already) {
            getLog().info("The embedded registry is running already at " + already.host() + ".");
            project().getProperties().setProperty(registryProperty, already.host());
            return;
        }
        EmbeddedRegistry registry = start(new InetSocketAddress("127.0.0.1", checkedPort(port)), storage, null);
        remember(registry);
        project().getProperties().setProperty(registryProperty, registry.host());
        getLog().info("Embedded registry started at " + registry.host() + " (property " + registryProperty
                + "), images " + (storage == null ? "in memory." : "in " + storage + "."));
    }
}
