package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.report.PageNames;
import io.github.multiarchmaven.report.ReportIndex;
import io.github.multiarchmaven.report.ReportSummary;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.SessionData;

/**
 * The page over the reports of all modules of a build. It is written anew with each report, as none of them knows whether it is the
 * last; with the last it is complete. What the reports before said is kept with the Maven session, as text: a plugin that is loaded
 * twice, because modules give it other dependencies, has two classes of each name.
 */
final class ReactorIndex {
    private static final String KEY = "io.github.multiarchmaven.report.ReportSummary";

    private final MavenSession session;

    private ReactorIndex(MavenSession session) {
        this.session = session;
    }

    static ReactorIndex of(MavenSession session) {
        return new ReactorIndex(session);
    }

    /**
     * Adds a report, and writes the page.
     *
     * @return the page; empty when the build has one module only
     */
    Optional<Path> add(String module, Path page, CheckedImage image, CheckResult result) {
        if (session.getProjects().size() < 2) {
            return Optional.empty();
        }
        MavenProject root = root();
        Path index = Path.of(root.getBuild().getDirectory(), "multiarch", "report", "index.html");
        String link = PageNames.link(index, page);
        Map<String, String> summaries = summaries();
        // Modules are built at the same time: whoever writes last has to have seen all.
        synchronized (summaries) {
            summaries.put(link, ReportSummary.of(module, link, image, result).json());
            OutputFile.write(
                    index,
                    ReportIndex.html(
                            root.getName(),
                            summaries.values().stream()
                                    .map(ReportSummary::parse)
                                    .toList()));
        }
        return Optional.of(index);
    }

    /** An aggregator that is no parent is built after its modules, and a {@code clean} of it would take the page away. */
    boolean isCleanedAfter(MavenProject module) {
        return session.getGoals().contains("clean")
                && session.getProjects().indexOf(root()) > session.getProjects().indexOf(module);
    }

    /** The project of the folder that Maven was started in, also where {@code -pl} leaves it out. */
    private MavenProject root() {
        return session.getAllProjects().stream()
                .filter(MavenProject::isExecutionRoot)
                .findFirst()
                .orElse(session.getTopLevelProject());
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> summaries() {
        SessionData data = session.getRepositorySession().getData();
        data.set(KEY, null, new TreeMap<String, String>());
        return (Map<String, String>) data.get(KEY);
    }
}
