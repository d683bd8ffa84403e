package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.assemble.AssembleResult;
import io.github.multiarchmaven.assemble.ImageJson;
import io.github.multiarchmaven.image.Reference;
import java.nio.file.Path;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/** The artifact {@code image.json}, which is installed and deployed beside the module's own. */
final class ImageArtifact {
    private ImageArtifact() {}

    static void attach(
            MavenProject project,
            MavenProjectHelper helper,
            Path buildDirectory,
            String classifier,
            Reference image,
            AssembleResult result) {
        Path file = buildDirectory.resolve("multiarch").resolve(classifier + ".json");
        ImageJson.write(file, image, result);
        helper.attachArtifact(project, "json", classifier, file.toFile());
    }
}
