package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images that a Dockerfile names: in {@code FROM}, {@code COPY --from=} and {@code RUN --mount=...,from=} (Dockerfile reference).
 * What it cannot tell, as a name out of an {@code ARG} without a value, is left out: the engine reads the file itself.
 */
final class DockerfileImages {
    private static final Pattern FROM =
            Pattern.compile("(?i)FROM\\s+(?:--\\S+\\s+)*(\\S+)(?:\\s+AS\\s+(\\S+))?\\s*", Pattern.DOTALL);
    private static final Pattern ARG =
            Pattern.compile("(?i)ARG\\s+([A-Za-z_]\\w*)(?:=(\"[^\"]*\"|'[^']*'|\\S*))?.*", Pattern.DOTALL);
    private static final Pattern COPIED_FROM = Pattern.compile("(?:--|,)from=([^\\s,]+)");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)(?:(:?[-+])([^}]*))?})");

    private final Map<String, String> given;
    private final Map<String, String> defaults = new HashMap<>();
    private final Set<String> stages = new HashSet<>();
    private final Map<String, NamedImage> images = new LinkedHashMap<>();

    private DockerfileImages(Map<String, String> given) {
        this.given = given;
    }

    /**
     * @param dockerfile its text
     * @param buildArgs win over defaults of {@code ARG}
     * @param platform for {@code TARGETARCH} and its like
     */
    static List<NamedImage> of(String dockerfile, Map<String, String> buildArgs, Platform platform) {
        Map<String, String> given = new HashMap<>(Map.of(
                "TARGETPLATFORM", platform.toString(),
                "TARGETOS", platform.os(),
                "TARGETARCH", platform.architecture(),
                "TARGETVARIANT", platform.variant()));
        given.putAll(buildArgs);
        DockerfileImages parser = new DockerfileImages(given);
        for (String instruction : DockerfileText.instructions(dockerfile)) {
            parser.read(instruction);
        }
        return List.copyOf(parser.images.values());
    }

    /** Whether a stage begins with nothing. */
    static boolean fromScratch(String dockerfile) {
        return DockerfileText.instructions(dockerfile).stream()
                .anyMatch(instruction -> instruction.matches("(?is)FROM\\s+(?:--\\S+\\s+)*scratch(?:\\s.*)?"));
    }

    private void read(String instruction) {
        String word = instruction.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
        switch (word) {
            case "ARG" -> {
                Matcher arg = ARG.matcher(instruction);
                // Those of a stage do not count in FROM.
                if (stages.isEmpty() && images.isEmpty() && arg.matches() && arg.group(2) != null) {
                    defaults.put(arg.group(1), unquoted(arg.group(2)));
                }
            }
            case "FROM" -> {
                Matcher from = FROM.matcher(instruction);
                if (from.matches()) {
                    add(from.group(1), expanded(from.group(1)));
                    stages.add(from.group(2) == null ? "" : from.group(2).toLowerCase(Locale.ROOT));
                }
            }
            case "COPY", "RUN" -> {
                Matcher copied = COPIED_FROM.matcher(instruction);
                while (copied.find()) {
                    add(copied.group(1), copied.group(1));
                }
            }
            default -> {}
        }
    }

    /** @param name null when it is not known */
    private void add(String written, String name) {
        if (name == null
                || name.equals("scratch")
                || name.matches("\\d+")
                || stages.contains(name.toLowerCase(Locale.ROOT))) {
            return;
        }
        try {
            images.put(name, new NamedImage(written, name, Reference.parse(name)));
        } catch (InvalidInputException e) {
            // The engine will say so, with the line.
            return;
        }
    }

    /** Null when a variable has no value. */
    private String expanded(String text) {
        StringBuilder result = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            String value = given.getOrDefault(name, defaults.get(name));
            String operator = matcher.group(3);
            if (operator != null) {
                boolean set = value != null && !(operator.startsWith(":") && value.isEmpty());
                value = operator.endsWith("+") ? set ? matcher.group(4) : "" : set ? value : matcher.group(4);
            }
            if (value == null) {
                return null;
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return unquoted(matcher.appendTail(result).toString());
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.startsWith("\"") && text.endsWith("\"") || text.startsWith("'") && text.endsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
