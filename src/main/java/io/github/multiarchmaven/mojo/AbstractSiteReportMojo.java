package io.github.multiarchmaven.mojo;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.reporting.MavenReport;
import org.apache.maven.reporting.MavenReportException;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * A goal that is a report of Maven's site, too. It is what the site plugin calls an external report: a page of its own, as it is, to
 * which the site links.
 */
public abstract class AbstractSiteReportMojo extends AbstractRulesMojo implements MavenReport {
    private static final String PAGE = "multiarch-report";

    /** Set by the site plugin; null when the goal runs as a goal. */
    private File site;

    protected AbstractSiteReportMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    /** Where the site wants the page. */
    final Optional<Path> sitePage() {
        return Optional.ofNullable(site).map(folder -> folder.toPath().resolve(PAGE + ".html"));
    }

    @Override
    public final boolean canGenerateReport() {
        if (skipped().isPresent()) {
            return false;
        }
        if (!hasImage()) {
            getLog().warn(
                            "No report on an image of " + project().getArtifactId() + ": "
                                    + (namesImage()
                                            ? "it is not built yet. Build it in the same run: mvn verify site."
                                            : "none is named. Reports take <configuration> from <pluginManagement> and <reporting>: name <image> there."));
            return false;
        }
        return true;
    }

    @Override
    public final void generate(Sink sink, Locale locale) throws MavenReportException {
        try {
            execute();
        } catch (MojoExecutionException | MojoFailureException e) {
            throw new MavenReportException(e.getMessage(), e);
        }
    }

    @Override
    public final boolean isExternalReport() {
        return true;
    }

    @Override
    public final String getOutputPath() {
        return PAGE;
    }

    /** What site plugins before 3.20 ask for. */
    @Override
    @SuppressWarnings("deprecation")
    public final String getOutputName() {
        return PAGE;
    }

    @Override
    public final String getCategoryName() {
        return CATEGORY_PROJECT_REPORTS;
    }

    @Override
    public final String getName(Locale locale) {
        return "Image platforms";
    }

    @Override
    public final String getDescription(Locale locale) {
        return "The platforms of the container image side by side: sizes, layers, packages, native libraries, and in what they differ.";
    }

    @Override
    public final void setReportOutputDirectory(File folder) {
        site = folder;
    }

    @Override
    public final File getReportOutputDirectory() {
        return site;
    }
}
