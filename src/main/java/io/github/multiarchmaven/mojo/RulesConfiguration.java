package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.Allowance;
import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.RuleName;
import io.github.multiarchmaven.check.Severity;
import io.github.multiarchmaven.image.InvalidInputException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The parameters for rules, turned into options. */
final class RulesConfiguration {
    private RulesConfiguration() {}

    /**
     * @param rules severities by rule; null for none
     * @param ruleList the same as words with colons, which win
     * @param allowances null for none
     */
    static CheckOptions options(
            Map<String, String> rules,
            List<String> ruleList,
            List<AllowanceConfiguration> allowances,
            double sizeRatio,
            long maxSize) {
        Map<RuleName, Severity> severities = new EnumMap<>(RuleName.class);
        if (rules != null) {
            rules.forEach((rule, severity) ->
                    severities.put(RuleName.parse(rule), Severity.parse(severity == null ? "" : severity)));
        }
        for (String word : ruleList) {
            String[] parts = word.split(":", 2);
            if (parts.length < 2) {
                throw new InvalidInputException("Malformed rule '" + word
                        + "' of multiarch.check.rules: write the rule, a colon and its severity, such as size:warn.");
            }
            severities.put(RuleName.parse(parts[0]), Severity.parse(parts[1]));
        }
        List<Allowance> allowed = allowances == null
                ? List.of()
                : allowances.stream().map(AllowanceConfiguration::allowance).toList();
        return new CheckOptions(severities, allowed, sizeRatio, maxSize);
    }
}
