package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.server.EmbeddedRegistry;
import java.io.File;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Runs the embedded registry in the foreground until it is interrupted (Ctrl-C), with a line for each request; for trying
 * things out. It has no login and no TLS: do not open it to a network you do not trust. Needs no project.
 *
 * @since 0.1.0
 */
@Mojo(name = "registry-run", requiresProject = false, threadSafe = true)
public class RegistryRunMojo extends AbstractEmbeddedRegistryMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.registry-run.skip", defaultValue = "false")
    private boolean skipRun;

    /**
     * Port to listen on: 1 to 65535, or 0 for a free one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.registry.port", defaultValue = "5000")
    private int port;

    /**
     * Address to listen on. Anything but a loopback address lets others read and write the images.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.registry.address", defaultValue = "127.0.0.1")
    private String address;

    /**
     * Folder to keep images in, between runs too. Without it they are kept in memory.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.registry.storage")
    private File storage;

    @Override
    protected boolean skipGoal() {
        return skipRun;
    }

    @Override
    protected void run() {
        try (EmbeddedRegistry registry =
                start(new InetSocketAddress(address, checkedPort(port)), storage, request -> getLog().info(
                                request.status() + " " + request.method() + " " + request.pathAndQuery()))) {
            getLog().info("Embedded registry at " + registry.host() + ", images "
                    + (storage == null ? "in memory" : "in " + storage) + ". Ctrl-C ends it.");
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
