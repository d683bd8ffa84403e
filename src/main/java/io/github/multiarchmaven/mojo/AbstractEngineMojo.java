package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.dockerfile.EngineName;
import io.github.multiarchmaven.dockerfile.EngineOptions;
import io.github.multiarchmaven.dockerfile.RegistryAccess;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** By what it is built: the part of {@code dockerfile} that is about engines. */
public abstract class AbstractEngineMojo extends AbstractDockerfileMojo {
    /**
     * What builds: {@code buildx} (a builder of any driver), {@code buildctl}, {@code buildah}, or {@code auto} for the first that this
     * machine has, in this order: buildctl when {@code buildkitAddress} is set, buildx, buildctl by the variable {@code BUILDKIT_HOST},
     * Buildah.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile.engine", defaultValue = "auto")
    private String engine;

    /**
     * The file of the engine's program ({@code docker}, {@code buildctl} or {@code buildah}). Default: the one on the {@code PATH}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile.engineProgram")
    private File engineProgram;

    /**
     * The builder of buildx to use. Default: the current one, unless it is Docker's own and cannot build for several platforms, or this
     * build has certificates, mirrors, plain-HTTP hosts or {@code builderOptions} for it: then one of the driver {@code docker-container}
     * is made with them, named {@code multiarch-} and a hash of its configuration, and used again by later builds.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile.builder")
    private String builder;

    /**
     * Options for a builder that is made ({@code --driver-opt} of {@code docker buildx create}): {@code network=host},
     * {@code image=hub.example.com/moby/buildkit:v0.17.0}.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> builderOptions;

    /**
     * The address of a BuildKit for buildctl, for example {@code tcp://buildkit.example.com:1234}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile.buildkitAddress")
    private String buildkitAddress;

    /**
     * Fails instead of emulating: every platform has to be the own architecture of the machine, or of one of the builder's nodes.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile.nativeOnly", defaultValue = "false")
    private boolean nativeOnly;

    /**
     * Folder where configurations of builders are written, in {@code builders}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.cacheDirectory", defaultValue = "${user.home}/.cache/multiarch-maven-plugin")
    private File cacheDirectory;

    protected AbstractEngineMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    protected final EngineOptions engineOptions() {
        TlsOptions tls = tlsOptions();
        return new EngineOptions(
                EngineName.parse(engine),
                engineProgram == null ? null : engineProgram.toPath(),
                builder,
                buildkitAddress,
                builderOptions == null ? List.of() : builderOptions,
                new RegistryAccess(
                        tls.caCertificates(),
                        plainHttpHosts(),
                        tls.insecureHosts(),
                        tls.tlsHosts(),
                        mirrors().prefixes()),
                nativeOnly,
                System.getenv(),
                cacheDirectory.toPath().resolve("builders"));
    }
}
