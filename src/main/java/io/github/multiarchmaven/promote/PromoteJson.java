package io.github.multiarchmaven.promote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.promote.ImageResult.Overwritten;
import java.util.List;
import java.util.Locale;

/** The results for programs: {@code promote.json}. */
public final class PromoteJson {
    private PromoteJson() {}

    /**
     * {@code {"dryRun":false,"images":[{"from","to","status","digest","sources":[],"platforms":{},"tags":{},"tagsSet":[],
     * "overwritten":[{"tag","digest","backup"}],"bytes","referrers","message"}]}}; {@code digest} and what follows from it
     * are there when the image was planned.
     */
    public static String text(List<ImageResult> results, boolean dryRun) {
        ObjectNode json = Json.object();
        json.put("dryRun", dryRun);
        ArrayNode images = json.putArray("images");
        results.forEach(result -> images.add(image(result)));
        return Json.pretty(json) + "\n";
    }

    private static ObjectNode image(ImageResult result) {
        ObjectNode node = Json.object();
        node.put("from", result.from());
        node.put("to", result.to());
        node.put("status", result.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        result.locked().ifPresent(locked -> {
            node.put("digest", locked.digest().toString());
            ArrayNode sources = node.putArray("sources");
            locked.sources().forEach(source -> sources.addObject()
                    .put("from", source.from())
                    .put("digest", source.digest().toString()));
            ObjectNode platforms = node.putObject("platforms");
            locked.platforms().forEach((platform, digest) -> platforms.put(platform.toString(), digest.toString()));
            ObjectNode tags = node.putObject("tags");
            locked.tags().forEach((tag, digest) -> tags.put(tag, digest.toString()));
        });
        result.tagsSet().forEach(node.putArray("tagsSet")::add);
        ArrayNode overwritten = node.putArray("overwritten");
        for (Overwritten each : result.overwritten()) {
            ObjectNode entry = overwritten.addObject();
            entry.put("tag", each.tag()).put("digest", each.old().toString());
            if (each.backup() != null) {
                entry.put("backup", each.backup());
            }
        }
        node.put("bytes", result.bytes());
        node.put("referrers", result.referrers());
        return node.put("message", result.detail());
    }
}
