package io.github.multiarchmaven.check;

import java.util.List;

/** Looks at one thing. Findings have the severity that the rule thinks right at most; the options may lower it. */
interface Rule {
    RuleName name();

    List<Finding> look(CheckedImage image, CheckOptions options);

    /** What differs and is known to be so by nature: shown with its reason, and never a finding. */
    default List<CheckResult.Allowed> expected(CheckedImage image) {
        return List.of();
    }
}
