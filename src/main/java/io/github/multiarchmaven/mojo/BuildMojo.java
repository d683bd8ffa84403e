package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.assemble.AssembleRequest;
import io.github.multiarchmaven.assemble.AssembleResult;
import io.github.multiarchmaven.assemble.Assembler;
import io.github.multiarchmaven.assemble.BaseImages;
import io.github.multiarchmaven.assemble.JavaApplication;
import io.github.multiarchmaven.assemble.JavaContent;
import io.github.multiarchmaven.assemble.PlatformRequest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.RegistryClient;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Assembles one image per platform from the module's classes and dependencies, and an image index over them, into an OCI
 * image layout under {@code target/multiarch}. No Docker, no emulation; nothing is written to a registry, and of the base
 * image only manifests and configurations are read. The result is the same, byte for byte, on every machine.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "build",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class BuildMojo extends AbstractApplicationMojo {
    private final RepositorySystem repositories;
    private final MavenProjectHelper projectHelper;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.build.skip", defaultValue = "false")
    private boolean skipBuild;

    /**
     * The base image: a registry's reference with tag or digest, {@code oci:path:tag} for an image layout on disk, or
     * {@code scratch} for none. It has to have every platform that is built, unless the platform names its own.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.from", required = true)
    private String from;

    /**
     * Folder where manifests of base images are kept between builds; with them {@code mvn -o} can build.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.cacheDirectory", defaultValue = "${user.home}/.cache/multiarch-maven-plugin")
    private File cacheDirectory;

    /**
     * Classifier of the artifact {@code image.json}. Give each execution its own when a module has several images.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.imageClassifier", defaultValue = "image")
    private String imageClassifier;

    /**
     * A lock file that {@code promote} wrote: {@code from} is taken by the digest it has there. Default: the nearest
     * {@code multiarch.lock} from the module's folder up to the root of the build, if there is one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.lockFile")
    private File lockFile;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private File buildDirectory;

    @Inject
    public BuildMojo(
            SettingsDecrypter settingsDecrypter, RepositorySystem repositories, MavenProjectHelper projectHelper) {
        super(settingsDecrypter);
        this.repositories = repositories;
        this.projectHelper = projectHelper;
    }

    @Override
    protected boolean skipGoal() {
        return skipBuild;
    }

    @Override
    protected void run() {
        JavaApplication.refuseUnsupported(project().getPackaging());
        Reference image = image();
        platformTags();
        ProjectApplication application = new ProjectApplication(project(), session(), repositories);
        Path baseDirectory = project().getBasedir().toPath();
        BasePins pins = BasePins.find(
                lockFile,
                baseDirectory,
                session().getRequest().getMultiModuleProjectDirectory().toPath(),
                getLog()::info);
        try (RegistryClient client = openRegistryClient()) {
            BaseImages bases = new BaseImages(
                    client::source,
                    cacheDirectory.toPath().resolve("bases"),
                    baseDirectory,
                    session().isOffline());
            List<PlatformRequest> platforms = configuredPlatforms().entrySet().stream()
                    .map(each -> platform(each.getKey(), each.getValue(), bases, pins, application))
                    .toList();
            AssembleResult result = new Assembler()
                    .assemble(new AssembleRequest(
                            layout(),
                            image.effectiveTag().orElseThrow(),
                            platforms,
                            buildDirectory.toPath().resolve("multiarch-layers"),
                            parallelism()));
            ImageArtifact.attach(project(), projectHelper, buildDirectory.toPath(), imageClassifier, image, result);
            BuildMessages.of(image, result).forEach(getLog()::info);
        }
    }

    private PlatformRequest platform(
            Platform platform,
            PlatformConfiguration configuration,
            BaseImages bases,
            BasePins pins,
            ProjectApplication application) {
        JavaContent content = content(application, configuration);
        return new PlatformRequest(
                platform,
                bases.resolve(pins.pinned(configuration.from() == null ? from : configuration.from()), platform),
                container(content, configuration.environment()),
                content.layers());
    }
}
