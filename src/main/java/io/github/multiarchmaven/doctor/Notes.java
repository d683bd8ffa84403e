package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.List;

/** Findings about one subject, in order. */
final class Notes {
    private final String subject;
    private final Level worst;
    private final List<Finding> findings = new ArrayList<>();

    /** @param worst what is worse is told as this: what nobody needs is good to know at most */
    Notes(String subject, Level worst) {
        this.subject = subject;
        this.worst = worst;
    }

    void ok(String check, String detail) {
        add(check, Level.OK, detail, "");
    }

    void info(String check, String detail) {
        add(check, Level.INFO, detail, "");
    }

    void warn(String check, String detail, String remedy) {
        add(check, Level.WARN, detail, remedy);
    }

    void fail(String check, String detail, String remedy) {
        add(check, Level.FAIL, detail, remedy);
    }

    void add(String check, Level level, String detail, String remedy) {
        findings.add(new Finding(subject, check, level.compareTo(worst) > 0 ? worst : level, detail, remedy));
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
