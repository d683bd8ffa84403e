package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.publish.Publish;
import io.github.multiarchmaven.registry.RegistryClient;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Publishes the image index (manifest list) over the platforms' images under the image's tag and any extra tags, reads it
 * back and compares. Platforms that were not built here are found by their tags, so native machines can each push one
 * and a last job publishes. Refuses when a platform is missing, or when an image's configuration names another architecture.
 *
 * @since 0.1.0
 */
@Mojo(name = "publish", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public class PublishMojo extends AbstractImageMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.publish.skip", defaultValue = "false")
    private boolean skipPublish;

    /**
     * More tags for the index, beside the one in {@code image}.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> tags;

    /**
     * The same as {@code tags}, separated by commas, for the command line; both count.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.tags")
    private String tagList;

    @Inject
    public PublishMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean skipGoal() {
        return skipPublish;
    }

    @Override
    protected void run() {
        requireOnline();
        Reference image = image();
        List<String> extraTags = new ArrayList<>(tags == null ? List.of() : tags);
        extraTags.addAll(commaList(tagList));
        try (RegistryClient client = openRegistryClient()) {
            Publish.Published published = new Publish()
                    .publish(new Publish.Request(
                            Files.isDirectory(layout()) ? ImageLayout.open(layout()) : null,
                            client.repository(image),
                            image,
                            platforms(),
                            platformTags(),
                            extraTags));
            getLog().info((published.written().isEmpty() ? "Up to date: " : "Published ") + image + " "
                    + published.index().digest() + " ("
                    + platforms().stream().map(Platform::toString).collect(Collectors.joining(", ")) + ")"
                    + (published.tags().size() > 1 ? ", tags " + String.join(", ", published.tags()) : ""));
        }
    }
}
