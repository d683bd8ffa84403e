package io.github.multiarchmaven.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Platform;
import java.util.List;

/** A check's results for programs: {@code check.json}. */
public final class CheckJson {
    private CheckJson() {}

    /**
     * {@code {"images":[{"image","errors","warnings","findings":[{"rule","severity","platform","kind","subject","message","remedy",
     * "fingerprint"}],"allowed":[the same with "reason"],"known":[]}]}}; {@code platform} is empty where a finding is about all.
     */
    public static String text(List<CheckResult> results) {
        ObjectNode json = Json.object();
        ArrayNode images = json.putArray("images");
        for (CheckResult result : results) {
            ObjectNode image = images.addObject();
            image.put("image", result.image());
            image.put("errors", result.errors());
            image.put("warnings", result.warnings());
            ArrayNode findings = image.putArray("findings");
            result.findings().forEach(finding -> findings.add(node(finding)));
            ArrayNode allowed = image.putArray("allowed");
            result.allowed().forEach(each -> allowed.add(node(each.finding()).put("reason", each.reason())));
            ArrayNode known = image.putArray("known");
            result.known().forEach(finding -> known.add(node(finding)));
        }
        return Json.pretty(json) + "\n";
    }

    private static ObjectNode node(Finding finding) {
        return Json.object()
                .put("rule", finding.rule().word())
                .put("severity", finding.severity().word())
                .put("platform", finding.platform().map(Platform::toString).orElse(""))
                .put("kind", finding.subject().kind().name().toLowerCase(java.util.Locale.ROOT))
                .put("subject", finding.subject().name())
                .put("message", finding.message())
                .put("remedy", finding.remedy())
                .put("fingerprint", finding.fingerprint());
    }
}
