package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.PlatformTags;
import io.github.multiarchmaven.image.Reference;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** What build, push and publish agree on: the image's name, its platforms and its layout on disk. */
public abstract class AbstractImageMojo extends AbstractRegistryMojo {
    /**
     * The image to make, with registry and tag: {@code hub.example.com/team/app:1.0}. Without a tag it is {@code latest}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.image", required = true)
    private String image;

    /**
     * The platforms of the image, in the order of its index. Each is a name, {@code <platform>linux/arm64</platform>}, or
     * has {@code <name>} and what is different for it: {@code <from>}, {@code <environment>}, {@code <jvmFlags>} (added to the
     * common ones), {@code <extraDirectories>}, {@code <dependencies>} (by classifier, for natives), and for a Dockerfile
     * {@code <buildArgs>}. Default: linux/amd64 and linux/arm64. On the command line use {@code -Dmultiarch.platforms}.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<PlatformConfiguration> platforms;

    /**
     * Names of platforms separated by commas. On the command line ({@code -Dmultiarch.platforms=linux/arm64}) it wins over
     * the POM and picks from the platforms configured there; as a property in a POM it is used when {@code platforms} is not set.
     *
     * @since 0.1.0
     */
    @Parameter(property = WantedPlatforms.PROPERTY)
    private String platformList;

    /**
     * The tag of each platform's image, with {@code {tag}}, {@code {os}} and {@code {arch}}; {@code none} for no such tags.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.platformTag", defaultValue = PlatformTags.DEFAULT)
    private String platformTag;

    /**
     * Folder of the image layouts that pass from goal to goal; each image has its own folder in it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.layoutDirectory", defaultValue = "${project.build.directory}/multiarch")
    private File layoutDirectory;

    protected AbstractImageMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean needsModule() {
        return !runsDockerfile();
    }

    protected final Reference image() {
        Reference reference = reference("image", image);
        if (reference.digest() != null) {
            throw new InvalidInputException("The parameter image '" + image
                    + "' has a digest, which only the finished image has. Give a tag instead.");
        }
        return reference.tag() == null ? reference.withTag(Reference.DEFAULT_TAG) : reference;
    }

    /** Parses a reference and names the parameter in the error. */
    protected static Reference reference(String parameter, String text) {
        try {
            return Reference.parse(text.strip());
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    "The parameter " + parameter + ": " + e.getMessage()
                            + " Expected for example hub.example.com/team/app:1.0.",
                    e);
        }
    }

    protected final PlatformTags platformTags() {
        return PlatformTags.parse(platformTag);
    }

    /** The layout of this image: one folder for each repository, the image's tag inside. */
    protected final Path layout() {
        return ReadImage.folder(layoutDirectory.toPath(), image());
    }

    protected final List<Platform> platforms() {
        return List.copyOf(configuredPlatforms().keySet());
    }

    /** The platforms to work on, in order, by the rule: command line, then POM list, then property, then default. */
    protected final Map<Platform, PlatformConfiguration> configuredPlatforms() {
        return WantedPlatforms.of(
                platforms, session().getUserProperties().getProperty(WantedPlatforms.PROPERTY), platformList);
    }
}
