package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.Finding;
import io.github.multiarchmaven.check.Severity;
import org.apache.maven.plugin.logging.Log;

/** Findings in Maven's log. */
final class CheckLog {
    private CheckLog() {}

    /** A line for each, by its severity. */
    static void findings(CheckResult result, Log log) {
        for (Finding finding : result.findings()) {
            if (finding.severity() == Severity.ERROR) {
                log.error(finding.toString());
            } else {
                log.warn(finding.toString());
            }
        }
    }
}
