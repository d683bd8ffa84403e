package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.Baseline;
import io.github.multiarchmaven.check.Check;
import io.github.multiarchmaven.check.CheckJson;
import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.CheckTable;
import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.check.Sarif;
import io.github.multiarchmaven.image.ImageException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Proves that an image's platforms are equal where they have to be, before anything is pushed: every program of the image's
 * architecture, the same packages in the same versions, sizes near one another, the same configuration, the same Java and C library.
 * Reads all layers once, streaming. {@code -Dimage} checks any published image, and needs no project.
 *
 * @since 0.1.0
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public class CheckMojo extends AbstractRulesMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.check.skip", defaultValue = "false")
    private boolean skipCheck;

    /**
     * Writes what is found into the baseline, and does not fail.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.check.updateBaseline", defaultValue = "false")
    private boolean updateBaseline;

    @Inject
    public CheckMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean skipGoal() {
        return skipCheck;
    }

    @Override
    void check(CheckedImage image) {
        Path known = baseline();
        CheckOptions options = options();
        CheckResult result = new Check(options, updateBaseline ? java.util.Set.of() : Baseline.read(known)).run(image);
        Path folder = outputDirectory();
        List<CheckResult> results = resultsFor(folder, result);
        OutputFile.write(folder.resolve("check.json"), CheckJson.text(results));
        OutputFile.write(folder.resolve("check.sarif"), Sarif.text(results, pom(), pluginVersion()));
        if (updateBaseline) {
            Baseline.write(known, resultsFor(known, result));
            getLog().info("Wrote " + result.findings().size() + " findings of " + result.image() + " to " + known);
            return;
        }
        CheckLog.findings(result, getLog());
        CheckTable.lines(result, options).forEach(getLog()::info);
        if (result.errors() > 0) {
            throw new ImageException(
                    true,
                    "The platforms of " + result.image() + " are not as they have to be: " + result.sums() + ". First, "
                            + result.findings().get(0) + " What is meant to be so can be allowed (<allowances>).",
                    null);
        }
        getLog().info("Checked " + result.image() + " (" + image.platforms().size()
                + (image.platforms().size() == 1 ? " platform): " : " platforms): ") + result.sums());
    }

    /** Of all executions in this module that write the file, this one last. */
    @SuppressWarnings("unchecked")
    private List<CheckResult> resultsFor(Path file, CheckResult result) {
        return ModuleResults.add(getPluginContext(), file, result);
    }

    /** As code scanning wants it: from the root of the build, which most often is that of the repository. */
    private String pom() {
        Path root = session().getRequest().getMultiModuleProjectDirectory().toPath();
        Path pom = project().getFile() == null ? null : project().getFile().toPath();
        return pom == null || !pom.startsWith(root)
                ? "pom.xml"
                : root.relativize(pom).toString().replace('\\', '/');
    }
}
