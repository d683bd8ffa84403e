package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.dockerfile.BuildSource;
import java.io.File;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** What is built: the part of {@code dockerfile} that any engine understands. */
public abstract class AbstractDockerfileMojo extends AbstractImageMojo {
    /**
     * The Dockerfile.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile", defaultValue = "${project.basedir}/Dockerfile")
    private File dockerfile;

    /**
     * The folder that {@code COPY} and {@code ADD} see. What a {@code .dockerignore} in it names is left out: name {@code target} there,
     * but for what is copied from it, as that folder holds the images of earlier builds.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.contextDirectory", defaultValue = "${project.basedir}")
    private File contextDirectory;

    /**
     * The stage to build. Default: the last.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.target")
    private String target;

    /**
     * Values of the Dockerfile's {@code ARG}; a platform may have {@code <buildArgs>} of its own, which are laid over these. They stay
     * readable in the image's history: for what is secret there is {@code secrets}.
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> buildArgs;

    /**
     * Labels, beside the Dockerfile's.
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> labels;

    /**
     * What {@code RUN --mount=type=secret,id=...} sees, each with {@code <id>} and either {@code <file>} or
     * {@code <environmentVariable>}. The engine reads the value; it stands on no command line, in no log and in no image.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<SecretConfiguration> secrets;

    /**
     * Agents and keys for {@code RUN --mount=type=ssh}: {@code default} for the agent of {@code SSH_AUTH_SOCK}, or {@code id=path} of a
     * socket or key.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> ssh;

    /**
     * The network that {@code RUN} sees: {@code default}, {@code none} or {@code host} (which a builder has to allow). Default: the
     * engine's choice.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile.network")
    private String network;

    /**
     * Whether each step is run again, though the engine has its result.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile.noCache", defaultValue = "false")
    private boolean noCache;

    /**
     * Whether base images are asked for again at their registry, though the engine has them.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile.pull", defaultValue = "false")
    private boolean pull;

    /**
     * Creation time in the image's configuration: {@code EPOCH}, an ISO 8601 time such as {@code 2026-01-31T12:00:00Z}, or {@code none}
     * for the time of the build. BuildKit gets it as {@code SOURCE_DATE_EPOCH}, Buildah as {@code --timestamp}, which sets the times of files too.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.creationTime", defaultValue = FixedTime.EPOCH)
    private String creationTime;

    /**
     * More options for the engine's build command, as they are: {@code --cache-from}, {@code --cache-to}, {@code --add-host}. What
     * this plugin sets itself ({@code --output}, {@code --platform}, {@code --tag}) is not to be set here.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> engineOptions;

    protected AbstractDockerfileMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    /** A Dockerfile is enough: a module of packaging {@code pom} that has one, as a base image's, is no aggregator. */
    @Override
    protected final boolean needsModule() {
        return !dockerfile.isFile();
    }

    protected final BuildSource source() {
        return new BuildSource(
                contextDirectory.toPath(),
                dockerfile.toPath(),
                target,
                buildArgs == null ? Map.of() : buildArgs,
                labels == null ? Map.of() : labels,
                secrets == null
                        ? List.of()
                        : secrets.stream().map(SecretConfiguration::toRecord).toList(),
                ssh == null ? List.of() : ssh,
                network,
                noCache,
                pull,
                creationTime.equals("none") ? null : FixedTime.parse("creationTime", creationTime, Instant.EPOCH),
                engineOptions == null ? List.of() : new ArrayList<>(engineOptions));
    }
}
