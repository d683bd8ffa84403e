package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The plugin's own parameters, to find misspelt ones by: Maven passes over what it does not know, in silence before 3.9.
 *
 * @param parameters names of all goals' parameters, as in {@code <configuration>}
 * @param properties names of the properties that set them, such as {@code multiarch.platforms}
 */
public record ParameterNames(Set<String> parameters, Set<String> properties) {
    private static final String SUBJECT = "configuration";

    public ParameterNames {
        parameters = Set.copyOf(parameters);
        properties = Set.copyOf(properties);
    }

    /**
     * What is wrong with names that were given, or one finding that nothing is.
     *
     * @param configured elements of {@code <configuration>}, each with where it stands
     * @param set properties with the prefix {@code multiarch.}, each with where it is set
     */
    public List<Finding> examine(Map<String, String> configured, Map<String, String> set) {
        List<Finding> findings = new ArrayList<>();
        configured.forEach((name, place) -> {
            if (!parameters.contains(name)) {
                Optional<String> meant = nearest(name, parameters);
                findings.add(new Finding(
                        SUBJECT,
                        "parameter",
                        Level.WARN,
                        "<" + name + "> " + place + " is no parameter of this plugin, and without effect",
                        meant.map(other -> "Write <" + other + ">.")
                                .orElse("Remove it, or look for its name: mvn multiarch:help -Ddetail")));
            }
        });
        set.forEach((name, place) -> {
            if (!properties.contains(name)) {
                Optional<String> meant = nearest(name, properties);
                // Without a name like it, it may be the project's own.
                findings.add(new Finding(
                        SUBJECT,
                        "property",
                        meant.isPresent() ? Level.WARN : Level.INFO,
                        name + " " + place + " is no property of this plugin",
                        meant.map(other -> "Write " + other + ".").orElse("")));
            }
        });
        if (findings.isEmpty()) {
            findings.add(new Finding(
                    SUBJECT,
                    "parameters",
                    Level.OK,
                    "the names of " + (configured.size() + set.size()) + " parameters are right",
                    ""));
        }
        return findings;
    }

    /** The name that was probably meant: one that a slip or two make of it, fewer in a short one. */
    static Optional<String> nearest(String name, Set<String> known) {
        String lower = name.toLowerCase(Locale.ROOT);
        int slips = Math.max(1, Math.min(3, lower.replace("multiarch.", "").length() / 4));
        return known.stream()
                .sorted()
                .filter(other -> distance(lower, other.toLowerCase(Locale.ROOT)) <= slips)
                .min(Comparator.comparingInt(other -> distance(lower, other.toLowerCase(Locale.ROOT))));
    }

    /** Letters to be put in, left out, changed, or swapped with their neighbours (optimal string alignment). */
    static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = Math.min(steps[i - 1][j - 1] + change, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    least = Math.min(least, steps[i - 2][j - 2] + 1);
                }
                steps[i][j] = least;
            }
        }
        return steps[from.length()][to.length()];
    }
}
