package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.Baseline;
import io.github.multiarchmaven.check.Check;
import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.report.ImageReport;
import io.github.multiarchmaven.report.PageNames;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Writes one HTML page on an image, in {@code report/} of the layouts' folder: its platforms side by side with digests and sizes, the
 * layers and which are shared, what {@code check} finds, in what packages differ, and which jar has native libraries for which
 * platform. The page loads nothing from elsewhere. It never fails for what is found: to have it where {@code check} fails, name
 * {@code report} before {@code check}. A build of several modules gets a page that leads to all of them,
 * {@code target/multiarch/report/index.html} of its root. In {@code <reporting>} it is a report of Maven's site.
 * {@code -Dimage} reports on any published image, and needs no project.
 *
 * @since 0.1.0
 */
@Mojo(name = "report", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public class ReportMojo extends AbstractSiteReportMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.report.skip", defaultValue = "false")
    private boolean skipReport;

    @Inject
    public ReportMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean skipGoal() {
        return skipReport;
    }

    @Override
    void check(CheckedImage image) {
        CheckOptions options = options();
        CheckResult result = new Check(options, Baseline.read(baseline())).run(image);
        String html = ImageReport.html(image, result, options);
        Path page = outputDirectory().resolve("report").resolve(PageNames.of(image.name()));
        OutputFile.write(page, html);
        sitePage().ifPresent(inSite -> OutputFile.write(inSite, html));
        getLog().info("Wrote the report of " + image.name() + " (" + result.sums() + "): " + page);
        ReactorIndex index = ReactorIndex.of(session());
        index.add(project().getArtifactId(), page, image, result)
                .ifPresent(all -> getLog().info("The reports of all modules: " + all
                        + (index.isCleanedAfter(project())
                                ? ". This build cleans it away at its end, as the root comes last: run mvn clean on its own."
                                : "")));
    }
}
