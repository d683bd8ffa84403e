package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.dockerfile.DockerfileBuild;
import io.github.multiarchmaven.dockerfile.DockerfileRequest;
import io.github.multiarchmaven.dockerfile.DockerfileResult;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.transfer.Copier;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Has BuildKit (by buildx or buildctl) or Buildah build a Dockerfile for all platforms, and writes what {@code build} writes: an OCI
 * image layout under {@code target/multiarch}, so that {@code check}, {@code push} and {@code publish} go on with it. No registry is
 * written. The engine reads base images with logins of its own ({@code docker login}). Images that {@code FROM}, {@code COPY --from} or a
 * mount name and the lock file has are taken by the locked digest; the Dockerfile stays as it is. Attestations are left out. Build jars
 * with Maven and copy them in: what runs in the Dockerfile runs once for each platform, and emulated where the machine is another.
 *
 * @since 0.1.0
 */
@Mojo(name = "dockerfile", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public class DockerfileMojo extends AbstractEngineMojo {
    private final MavenProjectHelper projectHelper;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dockerfile.skip", defaultValue = "false")
    private boolean skipDockerfile;

    /**
     * Annotations of each platform's manifest.
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> annotations;

    /**
     * Annotations of the image index in the layout. {@code publish} composes its own index, as platforms may come from several machines.
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> indexAnnotations;

    /**
     * Classifier of the artifact {@code image.json}. Give each execution its own when a module has several images.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.imageClassifier", defaultValue = "image")
    private String imageClassifier;

    /**
     * A lock file that {@code promote} wrote: images that the Dockerfile names are taken by the digests it has there. Default: the nearest
     * {@code multiarch.lock} from the module's folder up to the root of the build, if there is one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.lockFile")
    private File lockFile;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private File buildDirectory;

    @Inject
    public DockerfileMojo(SettingsDecrypter settingsDecrypter, MavenProjectHelper projectHelper) {
        super(settingsDecrypter);
        this.projectHelper = projectHelper;
    }

    @Override
    protected boolean skipGoal() {
        return skipDockerfile;
    }

    @Override
    protected void run() {
        Reference image = image();
        platformTags();
        Map<Platform, Map<String, String>> platforms = new LinkedHashMap<>();
        configuredPlatforms().forEach((platform, own) -> platforms.put(platform, own.buildArgs()));
        BasePins pins = BasePins.find(
                lockFile,
                project().getBasedir().toPath(),
                session().getRequest().getMultiModuleProjectDirectory().toPath(),
                getLog()::info);
        DockerfileRequest request = new DockerfileRequest(
                source(),
                platforms,
                annotations == null ? Map.of() : annotations,
                indexAnnotations == null ? Map.of() : indexAnnotations,
                pins::digest,
                layout(),
                image.effectiveTag().orElseThrow(),
                buildDirectory.toPath().resolve("multiarch-engine"));
        try (Copier copier = openCopier()) {
            DockerfileResult result =
                    new DockerfileBuild(engineOptions(), copier, line -> getLog().info(line)).build(request);
            ImageArtifact.attach(
                    project(),
                    projectHelper,
                    buildDirectory.toPath(),
                    imageClassifier,
                    image,
                    DockerfileImage.record(result));
            DockerfileImage.messages(image, result).forEach(getLog()::info);
        }
    }
}
