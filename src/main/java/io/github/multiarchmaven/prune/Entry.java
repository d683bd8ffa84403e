package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.image.Glob;
import io.github.multiarchmaven.image.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Something in a cache that can be deleted by itself.
 *
 * @param kind what it is, for people: {@code check result}
 * @param id of it in its cache: a path, or a digest
 * @param bytes that deleting it frees, at most
 * @param lastUsed or made, where uses are not noted
 * @param images that it belongs to; empty when that is not known
 */
public record Entry(String kind, String id, long bytes, Instant lastUsed, Set<String> images) {
    public Entry {
        images = Set.copyOf(images);
    }

    /** Whether all images that it belongs to match: what another image shares is not taken from it. */
    boolean isOf(List<String> patterns) {
        return !images.isEmpty()
                && images.stream().allMatch(image -> patterns.stream().anyMatch(pattern -> matches(pattern, image)));
    }

    /** A pattern is for the reference, or for its name alone, with or without Docker Hub's parts that people leave out. */
    private static boolean matches(String pattern, String image) {
        String name = image.replaceFirst("@.*", "").replaceFirst(":[^/:]*$", "");
        String hub = Reference.DOCKER_HUB + "/";
        for (String text : List.of(image, image.replaceFirst("@.*", ""), name)) {
            boolean shortened = text.startsWith(hub) && Glob.matches(pattern, text.substring(hub.length()))
                    || text.startsWith(hub + "library/")
                            && Glob.matches(pattern, text.substring(hub.length() + "library/".length()));
            if (shortened || Glob.matches(pattern, text)) {
                return true;
            }
        }
        return false;
    }
}
