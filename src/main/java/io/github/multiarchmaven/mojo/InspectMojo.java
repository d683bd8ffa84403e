package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
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
     * {@code oci:target/multiarch/team+app:1.0}, or {@code oci:images.tar:1.0} for one in a tar file. Default: the project's
     * {@code image}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "image")
    private String reference;

    /**
     * As in {@code build}, {@code push} and {@code publish}: the image that is made. It is shown when {@code -Dimage} names none.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.image")
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
        String name = reference != null ? reference : image;
        if (name == null) {
            throw new InvalidInputException(
                    "There is no image to show. Name one: -Dimage=hub.example.com/team/app:1.0, or -Dimage=oci:FOLDER:1.0.");
        }
        if (LayoutReference.isLayout(name)) {
            LayoutReference layoutReference =
                    LayoutReference.parse(name, Path.of(session().getExecutionRootDirectory()));
            try (Layout layout = layoutReference.open()) {
                show(name, layout, layoutReference.tag());
            }
        } else {
            Reference shown = Reference.parse(name);
            try (RegistryClient client = openRegistryClient()) {
                show(shown.toString(), client.source(shown), shown.tagOrDigest());
            }
        }
    }

    private void show(String name, Repository place, String tagOrDigest) {
        ImageTree tree = ImageTree.read(place, tagOrDigest);
        write(() -> TreePrinter.text(name, tree), () -> TreePrinter.jsonText(name, tree));
    }
}
