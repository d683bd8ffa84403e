package io.github.multiarchmaven.engine;

import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A builder of buildx. It is read from what buildx prints for people, as its JSON came with version 0.14 only; {@code buildx inspect} has
 * had the same lines since 0.8 but for one label.
 *
 * @param name for example {@code default}
 * @param driver {@code docker}, {@code docker-container}, {@code kubernetes}, {@code remote} or {@code cloud}; empty when not told
 * @param current whether builds use it that name none
 * @param nodes at least one, unless its state could not be read
 * @param error why its state could not be read; empty when it could
 */
public record Builder(String name, String driver, boolean current, List<BuilderNode> nodes, String error) {
    /** At the beginning of a line: a name, which of the current builder is followed by a star, and the driver, which may lack. */
    private static final Pattern LISTED = Pattern.compile("([a-zA-Z][a-zA-Z0-9._-]*)( ?\\*)?(?:\\s+(\\S.*)?)?");

    private static final Pattern LINE = Pattern.compile("([A-Z][A-Za-z ]*):(?:\\s+(.*))?");

    public Builder {
        nodes = List.copyOf(nodes);
    }

    /** Names, drivers and which one is the current, of {@code docker buildx ls}; nodes are left out. */
    static List<Builder> parseList(String text) {
        List<Builder> all = new ArrayList<>();
        boolean inTable = false;
        for (String line : text.lines().toList()) {
            Matcher matcher = LISTED.matcher(line);
            if (line.startsWith("NAME/NODE") || line.isBlank()) {
                // What follows the table after an empty line is about errors.
                inTable = !line.isBlank();
                continue;
            }
            // Nodes are indented.
            if (!inTable || !matcher.matches()) {
                continue;
            }
            String[] rest = Optional.ofNullable(matcher.group(3)).orElse("").split("\\s+");
            all.add(new Builder(matcher.group(1), rest[0], matcher.group(2) != null, List.of(), ""));
        }
        return all;
    }

    /** One builder, of {@code docker buildx inspect NAME}; empty for text of another kind. */
    static Optional<Builder> parseInspection(String text, boolean current) {
        // The first block is the builder, each other one a node; a node's first line is its name.
        List<Map<String, String>> blocks = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            // Indented lines are labels, rules of the garbage collection and files.
            if (!matcher.matches() || matcher.group(2) == null) {
                continue;
            }
            if (matcher.group(1).equals("Name")) {
                blocks.add(new LinkedHashMap<>());
            }
            if (!blocks.isEmpty()) {
                blocks.get(blocks.size() - 1)
                        .putIfAbsent(matcher.group(1), matcher.group(2).strip());
            }
        }
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> own = blocks.get(0);
        return Optional.of(new Builder(
                own.get("Name"),
                own.getOrDefault("Driver", ""),
                current,
                blocks.stream().skip(1).map(BuilderNode::of).toList(),
                own.getOrDefault("Error", "")));
    }

    /** All that its nodes build for; empty when none runs. */
    public Set<Platform> platforms() {
        Set<Platform> all = new LinkedHashSet<>();
        nodes.forEach(node -> all.addAll(node.platforms()));
        return all;
    }

    /**
     * Whether it makes images of several platforms at once: all drivers but {@code docker}, and that one with containerd's image store
     * (Docker's documentation, "Build drivers").
     */
    public boolean buildsSeveralPlatforms(boolean containerdStore) {
        return !driver.equals("docker") || containerdStore;
    }
}
