package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Places that are read instead of a registry, in the order they are tried; the registry itself comes last.
 *
 * @param prefixes by registry ({@code host[:port]}, {@code docker.io} for Docker Hub): each {@code host[:port][/path/prefix]}, before
 *     which a repository's path is put: {@code hub.example.com/cache} makes {@code hub.example.com/cache/library/alpine}
 */
public record Mirrors(Map<String, List<String>> prefixes) {
    /**
     * @throws InvalidInputException for what is no registry, or cannot be the beginning of a repository's name
     */
    public Mirrors {
        prefixes = prefixes.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(e -> registry(e.getKey()), e -> checked(e.getValue())));
    }

    public static Mirrors none() {
        return new Mirrors(Map.of());
    }

    /** Where else a repository may be read, best first. */
    List<Reference> of(Reference repository) {
        return prefixes.getOrDefault(repository.registry(), List.of()).stream()
                .map(prefix -> Reference.parse(prefix + "/" + repository.repository()))
                .toList();
    }

    private static String registry(String name) {
        Reference probe = Reference.parse(name + "/probe/probe");
        if (!probe.repository().equals("probe/probe")) {
            throw new InvalidInputException("The parameter mirrors names the registry '" + name
                    + "', which is no host[:port]. For Docker Hub name docker.io.");
        }
        return probe.registry();
    }

    private static List<String> checked(List<String> all) {
        for (String prefix : all) {
            // Without a host it would be taken for a repository of Docker Hub.
            Reference probe = Reference.parse(prefix + "/probe/probe");
            if (!prefix.equals(probe.registry()) && !prefix.startsWith(probe.registry() + "/")) {
                throw new InvalidInputException(
                        "The parameter mirrors has the mirror '" + prefix
                                + "', which does not begin with a registry. Write host[:port] or host[:port]/path, in lower case.");
            }
        }
        return List.copyOf(all);
    }
}
