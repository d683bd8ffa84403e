package io.github.multiarchmaven.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.report.LayerBars.Bar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the index of a build's reports says of one of them.
 *
 * @param module that made it
 * @param image its name
 * @param page the report's address as seen from the index: a relative URL
 * @param stored compressed bytes of all platforms' layers, each layer once
 */
public record ReportSummary(
        String module,
        String image,
        String page,
        long errors,
        long warnings,
        long allowed,
        long known,
        List<PlatformSize> platforms,
        long stored) {
    /**
     * One platform.
     *
     * @param size compressed bytes
     */
    public record PlatformSize(String platform, long size) {}

    public ReportSummary {
        platforms = List.copyOf(platforms);
    }

    public static ReportSummary of(String module, String page, CheckedImage image, CheckResult result) {
        LayerBars bars = LayerBars.of(image.platforms());
        List<PlatformSize> platforms = new ArrayList<>();
        for (Bar bar : bars.bars()) {
            platforms.add(new PlatformSize(bar.platform().toString(), bar.size()));
        }
        return new ReportSummary(
                module,
                image.name(),
                page,
                result.errors(),
                result.warnings(),
                result.allowed().size(),
                result.known().size(),
                platforms,
                bars.stored());
    }

    /** For {@link #parse}: modules whose plugin was loaded twice share no classes, but text. */
    public String json() {
        ObjectNode json = Json.object();
        json.put("module", module);
        json.put("image", image);
        json.put("page", page);
        json.put("errors", errors);
        json.put("warnings", warnings);
        json.put("allowed", allowed);
        json.put("known", known);
        ArrayNode sizes = json.putArray("platforms");
        platforms.forEach(
                each -> sizes.addObject().put("platform", each.platform()).put("size", each.size()));
        json.put("stored", stored);
        return json.toString();
    }

    public static ReportSummary parse(String text) {
        JsonNode json = Json.parseObject(text.getBytes(StandardCharsets.UTF_8), "the summary of a report");
        List<PlatformSize> platforms = new ArrayList<>();
        json.path("platforms")
                .forEach(each -> platforms.add(new PlatformSize(
                        each.path("platform").asText(), each.path("size").asLong())));
        return new ReportSummary(
                json.path("module").asText(),
                json.path("image").asText(),
                json.path("page").asText(),
                json.path("errors").asLong(),
                json.path("warnings").asLong(),
                json.path("allowed").asLong(),
                json.path("known").asLong(),
                platforms,
                json.path("stored").asLong());
    }
}
