package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One image to promote, under one tag.
 *
 * @param sources one for all platforms, others for one platform each; at least one
 * @param target with a tag
 * @param extraTags set after the target's own tag, in this order
 * @param platforms those wanted, in the order of a composed index; empty for all that the sources have
 */
public record ImageSpec(List<Source> sources, Place target, List<String> extraTags, List<Platform> platforms) {

    /** Where platforms come from; {@code platform} is null for the source of all that have none of their own. */
    public record Source(Place place, Platform platform) {}

    /** @throws InvalidInputException when sources contradict each other, or a tag is malformed */
    public ImageSpec {
        Objects.requireNonNull(target.tag(), "the target's tag");
        sources = List.copyOf(sources);
        platforms = List.copyOf(new LinkedHashSet<>(platforms));
        Set<Platform> seen = new HashSet<>();
        for (Source source : sources) {
            if (!seen.add(source.platform())) {
                throw new InvalidInputException("Promoting to " + target + ": there are two sources for "
                        + (source.platform() == null ? "all platforms" : source.platform())
                        + ". Keep one of them, or give each <from> its platform.");
            }
            if (source.platform() != null && !platforms.isEmpty() && !platforms.contains(source.platform())) {
                throw new InvalidInputException("Promoting to " + target + ": there is a source for "
                        + source.platform() + ", which is not in <platforms>. Add it there, or remove the source.");
            }
        }
        Set<String> tags = new LinkedHashSet<>(extraTags);
        tags.remove(target.tag());
        for (String tag : tags) {
            if (!Reference.isTag(tag)) {
                throw new InvalidInputException(
                        "Promoting to " + target + ": '" + tag + "' in extraTags is not a well-formed tag.");
            }
        }
        extraTags = List.copyOf(tags);
    }

    /** The sources for people: {@code docker.io/library/nginx:1.27}, more of them separated by commas. */
    String from() {
        return String.join(
                ", ", sources.stream().map(source -> source.place().toString()).toList());
    }
}
