package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.check.ImageReader;
import io.github.multiarchmaven.contents.ContentsCache;
import io.github.multiarchmaven.contents.LayerReader;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.transfer.Parallel;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** Which image is read, and from where: the project's from its layout, or any other. */
public abstract class AbstractCheckMojo extends AbstractRegistryMojo {
    /**
     * What to look at instead of the project's image: a reference such as {@code hub.example.com/team/app:1.0}, or a layout such as
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
     * Folder of the image layouts that pass from goal to goal; each image has its own folder in it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.layoutDirectory", defaultValue = "${project.build.directory}/multiarch")
    private File layoutDirectory;

    /**
     * As in {@code build}: what layers hold is kept here by their digest, so that a base is read once. In {@code contents/}; it may
     * be deleted at any time.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.cacheDirectory", defaultValue = "${user.home}/.cache/multiarch-maven-plugin")
    private File cacheDirectory;

    protected AbstractCheckMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected final boolean needsModule() {
        return reference == null && !runsDockerfile();
    }

    abstract void check(CheckedImage image);

    /** What to do where neither the project nor the command line names an image. */
    void withoutImage() {
        throw new InvalidInputException("There is no image to " + goal()
                + ". Name one: -Dimage=hub.example.com/team/app:1.0, or -Dimage=oci:FOLDER:1.0.");
    }

    /** Whether there is an image to look at, as far as is known without reading it. */
    final boolean namesImage() {
        return reference != null || image != null;
    }

    /** As {@link #namesImage}, and the project's own was built. */
    final boolean hasImage() {
        return reference != null
                || image != null && Files.exists(ReadImage.folder(layoutDirectory.toPath(), Reference.parse(image)));
    }

    /** Where results go. */
    final Path outputDirectory() {
        Path folder = layoutDirectory.toPath();
        // Without a project, Maven leaves the property as it stands.
        return folder.toString().contains("${") ? baseDirectory().resolve("target/multiarch") : folder;
    }

    @Override
    protected final void run() {
        if (!namesImage()) {
            withoutImage();
            return;
        }
        try (ClientOnDemand client = new ClientOnDemand(this::openRegistryClient);
                Parallel parallel = new Parallel(parallelism(), "multiarch-check")) {
            ImageReader reader = new ImageReader(new LayerReader(cache()), parallel);
            ReadImage.with(
                    reference,
                    image,
                    layoutDirectory.toPath(),
                    Path.of(session().getExecutionRootDirectory()),
                    asked -> place(client, asked),
                    read -> check(read(reader, read)));
        }
    }

    private CheckedImage read(ImageReader reader, ReadImage image) {
        CheckedImage read = reader.read(image.name(), image.place(), image.tagOrDigest());
        cache().note(read.name(), read.layers());
        return read;
    }

    private ContentsCache cache() {
        return new ContentsCache(cacheDirectory.toPath().resolve("contents"));
    }

    /** What the layout lacks is in a registry, which is not asked when Maven runs offline. */
    private Repository place(ClientOnDemand client, Reference asked) {
        requireOnline();
        return client.source(asked);
    }
}
