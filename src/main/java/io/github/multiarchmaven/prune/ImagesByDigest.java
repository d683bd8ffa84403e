package io.github.multiarchmaven.prune;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which images manifests, configurations and layers belong to, by the hexadecimal digits of their digests. */
final class ImagesByDigest {
    private final Map<String, Set<String>> images = new HashMap<>();

    void add(String hex, String image) {
        images.computeIfAbsent(hex, ignored -> new TreeSet<>()).add(image);
    }

    Set<String> of(String hex) {
        return images.getOrDefault(hex, none());
    }

    Set<String> none() {
        return Set.of();
    }
}
