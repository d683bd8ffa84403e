package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.publish.Push;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.transfer.Copier;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Uploads the image of each platform that {@code build} made, each under a tag of its own ({@code 1.0-amd64},
 * {@code 1.0-arm64}). What the registry has is not sent again; base layers are mounted from the base's repository when it is
 * in the same registry, else streamed from registry to registry. The image's own tag is set by {@code publish}.
 *
 * @since 0.1.0
 */
@Mojo(name = "push", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public class PushMojo extends AbstractImageMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.push.skip", defaultValue = "false")
    private boolean skipPush;

    @Inject
    public PushMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean skipGoal() {
        return skipPush;
    }

    @Override
    protected void run() {
        requireOnline();
        Reference image = image();
        try (RegistryClient client = openRegistryClient();
                Copier copier = openCopier()) {
            Push.Request request = new Push.Request(ImageLayout.open(layout()), image, platformTags());
            for (Push.Pushed pushed : new Push(copier, reference -> place(client, reference)).push(request)) {
                getLog().info("Pushed " + (pushed.tag() == null ? image.name() : image.withTag(pushed.tag())) + " ("
                        + pushed.platform() + ") " + pushed.manifest().digest() + ": "
                        + pushed.report().summary());
            }
        }
    }

    /** Base images may be read from mirrors; what is compared and written has to be the registry itself. */
    private Repository place(RegistryClient client, Reference reference) {
        return reference.sameRepository(image()) ? client.repository(reference) : client.source(reference);
    }
}
