package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How strict a check is.
 *
 * @param severities of rules; those that are missing have their default
 * @param allowances what is meant to be so
 * @param sizeRatio how many times larger than the smallest a platform may be, 1.0 and more
 * @param maxSize bytes, compressed, that no platform may exceed; 0 for none
 */
public record CheckOptions(
        Map<RuleName, Severity> severities, List<Allowance> allowances, double sizeRatio, long maxSize) {
    public static final double DEFAULT_SIZE_RATIO = 1.25;

    public CheckOptions {
        Map<RuleName, Severity> all = new EnumMap<>(RuleName.class);
        for (RuleName rule : RuleName.values()) {
            all.put(rule, severities.getOrDefault(rule, rule == RuleName.FILES ? Severity.OFF : Severity.ERROR));
        }
        severities = Map.copyOf(all);
        allowances = List.copyOf(allowances);
        if (!(sizeRatio >= 1)) {
            throw new InvalidInputException("The parameter sizeRatio is " + sizeRatio + "; it has to be 1.0 or more.");
        }
        if (maxSize < 0) {
            throw new InvalidInputException(
                    "The parameter maxSize is negative; it has to be 0, for no limit, or more.");
        }
    }

    /** All rules are errors but {@code files}, which is off; the ratio of sizes is 1.25. */
    public static CheckOptions defaults() {
        return new CheckOptions(Map.of(), List.of(), DEFAULT_SIZE_RATIO, 0);
    }

    public Severity severity(RuleName rule) {
        return severities.get(rule);
    }
}
