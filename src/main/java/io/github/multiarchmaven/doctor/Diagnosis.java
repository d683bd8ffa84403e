package io.github.multiarchmaven.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All findings, for people and for programs. */
public record Diagnosis(List<Finding> findings) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** The worst there is; {@link Level#OK} for nothing. */
    public Level worst() {
        return findings.stream().map(Finding::level).max(Level::compareTo).orElse(Level.OK);
    }

    /**
     * From which level on a run fails.
     *
     * @param failOn {@code fail}, {@code warn} or {@code never}
     * @return empty for never
     * @throws InvalidInputException for another word
     */
    public static Optional<Level> limit(String failOn) {
        return switch (failOn) {
            case "never" -> Optional.empty();
            case "fail" -> Optional.of(Level.FAIL);
            case "warn" -> Optional.of(Level.WARN);
            default ->
                throw new InvalidInputException("The parameter failOn is '" + failOn + "'. Use fail, warn or never.");
        };
    }

    /** @throws ImageException when something is as bad as the limit, or worse */
    public void requireBetterThan(Level limit) {
        if (worst().compareTo(limit) >= 0) {
            throw new ImageException(true, problem(limit), null);
        }
    }

    /** A sentence about what is as bad as the level, or worse. */
    String problem(Level limit) {
        List<Finding> bad = findings.stream()
                .filter(finding -> finding.level().compareTo(limit) >= 0)
                .toList();
        Finding first = bad.get(0);
        return bad.size() + " of " + findings.size() + " checks of the doctor found something to mend. First, "
                + first.check() + " of " + first.subject() + ": " + first.detail()
                + (first.remedy().isEmpty() ? "" : ". " + first.remedy());
    }

    /** A block for each subject: a line for each finding, and its remedy below it. */
    public String text() {
        int width = findings.stream().mapToInt(f -> f.check().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        String subject = null;
        for (Finding finding : findings) {
            if (!finding.subject().equals(subject)) {
                subject = finding.subject();
                lines.add(subject);
            }
            lines.add("  " + padded(word(finding.level()), 4) + "  " + padded(finding.check(), width) + "  "
                    + finding.detail());
            if (!finding.remedy().isEmpty()) {
                lines.add(" ".repeat(10 + width) + "-> " + finding.remedy());
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /** {@code {"worst":"fail","findings":[{"subject","check","level","detail","remedy"}]}}; levels are ok, info, warn, fail. */
    public String json() {
        ObjectNode json = Json.object();
        json.put("worst", word(worst()));
        ArrayNode all = json.putArray("findings");
        findings.forEach(finding -> all.addObject()
                .put("subject", finding.subject())
                .put("check", finding.check())
                .put("level", word(finding.level()))
                .put("detail", finding.detail())
                .put("remedy", finding.remedy()));
        return Json.pretty(json) + "\n";
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
