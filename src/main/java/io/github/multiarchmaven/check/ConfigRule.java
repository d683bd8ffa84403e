package io.github.multiarchmaven.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a container runs as is the same on all platforms, but for the architecture's own words: {@code JAVA_HOME} may end in
 * {@code -amd64} here and in {@code -arm64} there.
 */
final class ConfigRule extends PairRule {
    private static final List<String> FIELDS = List.of(
            "Entrypoint",
            "Cmd",
            "User",
            "WorkingDir",
            "ExposedPorts",
            "Volumes",
            "StopSignal",
            "Shell",
            "Healthcheck",
            "ArgsEscaped");
    /** They tell of a build, not of what runs. */
    private static final Set<String> LABELS_OF_BUILDS = Set.of(
            "org.opencontainers.image.created",
            "org.opencontainers.image.base.digest",
            "build-date",
            "architecture",
            "release",
            "vcs-ref",
            "io.buildah.version");

    @Override
    public RuleName name() {
        return RuleName.CONFIG;
    }

    @Override
    void compare(PlatformImage one, PlatformImage other, List<Finding> findings) {
        Map<String, String> ours = values(one);
        Map<String, String> theirs = values(other);
        Set<String> names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        for (String name : names) {
            String a = Machines.withoutOwnWords(ours.getOrDefault(name, ""), one.platform());
            String b = Machines.withoutOwnWords(theirs.getOrDefault(name, ""), other.platform());
            if (!a.equals(b)) {
                findings.add(difference(name, one.platform(), ours.get(name), other.platform(), theirs.get(name)));
            }
        }
    }

    private static Finding difference(String name, Platform one, String ours, Platform other, String theirs) {
        return new Finding(
                RuleName.CONFIG,
                Severity.ERROR,
                Optional.of(other),
                Subject.field(name),
                "it is " + shown(theirs) + ", and " + shown(ours) + " on " + one,
                "Set it alike on all platforms, or allow it with a reason.");
    }

    /** Cut to what a message bears. */
    private static String shown(String value) {
        return value == null
                ? "not set"
                : value.length() > 60 ? "'" + value.substring(0, 60) + "...'" : "'" + value + "'";
    }

    private static Map<String, String> values(PlatformImage image) {
        JsonNode config = image.config().path("config");
        Map<String, String> values = new TreeMap<>();
        for (JsonNode variable : config.path("Env")) {
            int equals = variable.asText().indexOf('=');
            String name = equals < 0 ? variable.asText() : variable.asText().substring(0, equals);
            values.put("Env." + name, equals < 0 ? "" : variable.asText().substring(equals + 1));
        }
        for (Map.Entry<String, JsonNode> label : config.path("Labels").properties()) {
            if (!LABELS_OF_BUILDS.contains(label.getKey())) {
                values.put("Labels." + label.getKey(), label.getValue().asText());
            }
        }
        for (String field : FIELDS) {
            JsonNode value = config.path(field);
            if (!isEmpty(value)) {
                values.put(field, text(value));
            }
        }
        return values;
    }

    /** As good as not there. */
    private static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.asText().isEmpty();
    }

    /** Ports and volumes are sets: their order says nothing. */
    private static String text(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode sorted = Json.object();
            Set<String> names = new TreeSet<>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> sorted.set(name, object.get(name)));
            return Json.text(sorted);
        }
        return value.isTextual() ? value.asText() : Json.text(value);
    }
}
