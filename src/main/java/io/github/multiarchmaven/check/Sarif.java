package io.github.multiarchmaven.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Platform;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** A check's results for code scanning (SARIF 2.1.0, OASIS). */
public final class Sarif {
    private Sarif() {}

    /**
     * One run, a result for each finding. Code scanning wants a file of the sources for each: that is the POM, as an image has none;
     * what a finding is about is its logical location.
     *
     * @param pom relative to the repository, with slashes
     */
    public static String text(List<CheckResult> results, String pom, String version) {
        ObjectNode sarif = Json.object();
        sarif.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        sarif.put("version", "2.1.0");
        ObjectNode run = sarif.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "multiarch-maven-plugin");
        driver.put("version", version);
        ArrayNode rules = driver.putArray("rules");
        for (RuleName rule : RuleName.values()) {
            rules.addObject()
                    .put("id", rule.word())
                    .putObject("shortDescription")
                    .put("text", rule.description());
        }
        ArrayNode found = run.putArray("results");
        for (CheckResult result : results) {
            for (Finding finding : result.findings()) {
                found.add(node(result.image(), finding, pom));
            }
        }
        return Json.pretty(sarif) + "\n";
    }

    private static ObjectNode node(String image, Finding finding, String pom) {
        ObjectNode node = Json.object();
        node.put("ruleId", finding.rule().word());
        node.put("ruleIndex", finding.rule().ordinal());
        node.put("level", finding.severity() == Severity.ERROR ? "error" : "warning");
        node.putObject("message").put("text", image + ", " + finding);
        ObjectNode location = node.putArray("locations").addObject();
        ObjectNode physical = location.putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", uri(pom));
        physical.putObject("region").put("startLine", 1);
        location.putArray("logicalLocations")
                .addObject()
                .put(
                        "fullyQualifiedName",
                        (image + " "
                                        + finding.platform()
                                                .map(Platform::toString)
                                                .orElse("") + " "
                                        + finding.subject().name())
                                .strip());
        node.putObject("partialFingerprints").put("multiarch/v1", finding.fingerprint());
        return node;
    }

    private static String uri(String path) {
        try {
            return new URI(null, null, path, null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Every relative path is a URI", e);
        }
    }
}
