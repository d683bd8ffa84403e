package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.assemble.ContainerSettings;
import io.github.multiarchmaven.assemble.JavaContent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** How the container runs: the part of {@code build} that any image has. */
public abstract class AbstractContainerMojo extends AbstractImageMojo {
    /**
     * The whole command that starts the container. Default: {@code java} with {@code jvmFlags}, class path and {@code mainClass}.
     * The one word {@code INHERIT} keeps the base image's.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> entrypoint;

    /**
     * Arguments to the program, which {@code docker run image ...} replaces.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> args;

    /**
     * Environment variables, laid over the base image's.
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> environment;

    /**
     * Ports the program listens on: {@code 8080}, {@code 9000-9003}, {@code 53/udp}; added to the base image's. For information
     * only, as everywhere in container images.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> ports;

    /**
     * Absolute paths of volumes, added to the base image's.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> volumes;

    /**
     * Labels, laid over the base image's.
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> labels;

    /**
     * Annotations of each platform's manifest; the base image's name and digest are annotated anyway.
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> annotations;

    /**
     * User and group the program runs as, {@code user}, {@code uid} or {@code user:group}. Default: the base image's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.user")
    private String user;

    /**
     * Absolute working directory. Default: the base image's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.workingDirectory")
    private String workingDirectory;

    /**
     * Creation time in the image's configuration: {@code EPOCH} or an ISO 8601 time such as {@code 2026-01-31T12:00:00Z}. A
     * fixed time keeps digests the same from build to build.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.creationTime", defaultValue = FixedTime.EPOCH)
    private String creationTime;

    protected AbstractContainerMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected final boolean needsModule() {
        return true;
    }

    /** Null when nothing was configured. */
    protected final List<String> entrypoint() {
        return entrypoint;
    }

    /** Null when nothing was configured. */
    protected final List<String> args() {
        return args;
    }

    /**
     * The settings for one platform.
     *
     * @param overlay the platform's own environment
     */
    protected final ContainerSettings container(JavaContent content, Map<String, String> overlay) {
        Map<String, String> variables = new LinkedHashMap<>(environment == null ? Map.of() : environment);
        variables.putAll(overlay);
        return new ContainerSettings(
                content.entrypoint(),
                content.cmd(),
                variables,
                ports,
                volumes,
                labels,
                user,
                workingDirectory,
                FixedTime.parse("creationTime", creationTime, Instant.EPOCH),
                annotations);
    }
}
