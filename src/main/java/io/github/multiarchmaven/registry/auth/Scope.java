package io.github.multiarchmaven.registry.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a token is asked for: one {@code resource:actions} or several, as the distribution project's token scopes
 * write them.
 *
 * @param words each {@code repository:NAME:pull,push}; one per resource, in the order asked for
 */
public record Scope(List<String> words) {
    public Scope {
        words = List.copyOf(words);
    }

    public static Scope none() {
        return new Scope(List.of());
    }

    public static Scope pull(String repository) {
        return new Scope(List.of("repository:" + repository + ":pull"));
    }

    public static Scope push(String repository) {
        return new Scope(List.of("repository:" + repository + ":pull,push"));
    }

    /** The {@code scope} parameter of a challenge: words separated by spaces. */
    public static Scope parse(String text) {
        return new Scope(text.isBlank() ? List.of() : List.of(text.trim().split("\\s+")));
    }

    /** Both together: actions on the same resource are united. */
    public Scope with(Scope other) {
        Map<String, Set<String>> actions = new LinkedHashMap<>();
        List<String> all = new ArrayList<>(words);
        all.addAll(other.words);
        for (String word : all) {
            int colon = word.lastIndexOf(':');
            String resource = colon < 0 ? word : word.substring(0, colon);
            Set<String> known = actions.computeIfAbsent(resource, r -> new LinkedHashSet<>());
            if (colon >= 0) {
                known.addAll(List.of(word.substring(colon + 1).split(",")));
            }
        }
        return new Scope(actions.entrySet().stream()
                .map(e -> e.getKey() + (e.getValue().isEmpty() ? "" : ":" + String.join(",", e.getValue())))
                .collect(Collectors.toList()));
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
