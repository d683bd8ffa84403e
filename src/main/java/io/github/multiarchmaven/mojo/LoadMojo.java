package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.image.Sizes;
import io.github.multiarchmaven.load.Engine;
import io.github.multiarchmaven.load.Loading;
import io.github.multiarchmaven.registry.RegistryClient;
import java.io.File;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Loads one platform of an image into the Docker or Podman of this machine, to try it out: the project's image from its layout, or
 * any other. It is streamed from where it is into the engine, base layers from their registry; nothing is written to the disk on the
 * way, and the manifest stays as it is. The engine's command line takes whole images only, so layers that it has already are sent
 * again.
 *
 * @since 0.1.0
 */
@Mojo(name = "load", requiresProject = false, threadSafe = true)
public class LoadMojo extends AbstractRegistryMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.load.skip", defaultValue = "false")
    private boolean skipLoad;

    /**
     * What to load instead of the project's image: a reference such as {@code hub.example.com/team/app:1.0}, or a layout such as
     * {@code oci:images.tar:1.0}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "image")
    private String reference;

    /**
     * As in {@code build}: the project's image, which is read from its layout.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.image")
    private String image;

    /**
     * Which platform, such as {@code linux/arm64}. Default: the one that the engine runs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "platform")
    private String platform;

    /**
     * The name that the image gets in the engine, such as {@code app:dev}. Default: the image's own.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.load.tag")
    private String tag;

    /**
     * {@code docker} or {@code podman}. Default: Docker when it answers, else Podman.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.load.engine")
    private String engine;

    /**
     * Folder of the image layouts that pass from goal to goal; each image has its own folder in it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.layoutDirectory", defaultValue = "${project.build.directory}/multiarch")
    private File layoutDirectory;

    @Inject
    public LoadMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean skipGoal() {
        return skipLoad;
    }

    @Override
    protected boolean needsModule() {
        return reference == null && !runsDockerfile();
    }

    @Override
    protected void run() {
        if (reference == null && image == null) {
            throw new InvalidInputException(
                    "There is no image to load. Name one: -Dimage=hub.example.com/team/app:1.0, or -Dimage=oci:FOLDER:1.0.");
        }
        Platform wanted = platform == null ? null : Platform.parse(platform);
        try (RegistryClient client = openRegistryClient()) {
            ReadImage.with(
                    reference,
                    image,
                    layoutDirectory.toPath(),
                    Path.of(session().getExecutionRootDirectory()),
                    asked -> place(client, asked),
                    read -> load(read, wanted));
        }
    }

    private void load(ReadImage read, Platform wanted) {
        Reference as = Loading.nameInEngine(tag, read.reference(), read.name());
        Engine found = Engine.find(engine, System.getenv(), "Loading " + read.name());
        getLog().info("Loading " + read.name() + " (" + (wanted == null ? found.platform() : wanted) + ") into "
                + found.kind());
        Loading.Loaded loaded = new Loading(found, line -> getLog().debug(line))
                .load(new Loading.Request(read.name(), read.place(), read.tagOrDigest(), wanted, as));
        getLog().info("Loaded " + loaded.as() + " (" + loaded.platform() + ") into " + found.kind() + ", "
                + Sizes.of(loaded.bytes()) + " compressed, id " + loaded.id() + ". Try it: "
                + found.kind().id() + " run --rm " + loaded.as());
    }

    /** What the layout lacks is in a registry, which is not asked when Maven runs offline. */
    private Repository place(RegistryClient client, Reference asked) {
        requireOnline();
        return client.source(asked);
    }
}
