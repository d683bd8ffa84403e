package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.Layout;
import io.github.multiarchmaven.layout.LayoutReference;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.report.ImageTree;
import io.github.multiarchmaven.report.TreePrinter;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Shows an image as a tree: index, platforms, layers with sizes and the commands that made them, and what refers to it.
 * Works with a registry's reference or an image layout, and needs no project:
 * {@code mvn io.github.multiarch-maven:multiarch-maven-plugin:inspect -Dimage=hub.example.com/team/app:1.0}.
 *
 * @since 0.1.0
 */
@Mojo(name = "inspect", requiresProject = false, threadSafe = true)
public class InspectMojo extends AbstractAnswerMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.inspect.skip", defaultValue = "false")
    private boolean skipInspect;

    /**
     * What to show: a reference such as {@code hub.example.com/team/app:1.0}, or a layout such as
     * {@code oci:target/multiarch/team+app:1.0}, or {@code oci:images.tar:1.0} for one in a tar file.
     *
     * @since 0.1.0
     */
    @Parameter(property = "image", required = true)
    private String image;

    @Inject
    public InspectMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean skipGoal() {
        return skipInspect;
    }

    @Override
    protected boolean needsModule() {
        return false;
    }

    @Override
    protected void answer() {
        if (LayoutReference.isLayout(image)) {
            LayoutReference reference =
                    LayoutReference.parse(image, Path.of(session().getExecutionRootDirectory()));
            try (Layout layout = reference.open()) {
                show(image, layout, reference.tag());
            }
        } else {
            Reference reference = Reference.parse(image);
            try (RegistryClient client = openRegistryClient()) {
                show(reference.toString(), client.source(reference), reference.tagOrDigest());
            }
        }
    }

    private void show(String name, Repository place, String tagOrDigest) {
        ImageTree tree = ImageTree.read(place, tagOrDigest);
        write(() -> TreePrinter.text(name, tree), () -> TreePrinter.jsonText(name, tree));
    }
}
