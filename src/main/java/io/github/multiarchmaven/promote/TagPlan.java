package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.PlatformTags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tags an image gets, in the order they are set: the platforms', the image's own, the extra ones. */
final class TagPlan {
    private TagPlan() {}

    /**
     * What each tag will point to; throws {@link InvalidInputException} when an extra tag is a platform's too. Where two platforms would get the same tag ({@code linux/amd64} and {@code windows/amd64}) the
     * Linux one has it. A layout gets no tags for platforms: who reads it takes the index.
     */
    static Map<String, Digest> of(ImageSpec spec, Digest root, Map<Platform, Digest> platforms, PlatformTags pattern) {
        Map<String, Digest> tags = new LinkedHashMap<>();
        if (!spec.target().isLayout()) {
            List<Map.Entry<Platform, Digest>> linuxFirst = new ArrayList<>(platforms.entrySet());
            linuxFirst.sort(Comparator.comparing(each -> !each.getKey().os().equals("linux")));
            for (Map.Entry<Platform, Digest> each : linuxFirst) {
                pattern.tag(spec.target().tag(), each.getKey())
                        .ifPresent(tag -> tags.putIfAbsent(tag, each.getValue()));
            }
        }
        tags.put(spec.target().tag(), root);
        for (String tag : spec.extraTags()) {
            Digest other = tags.put(tag, root);
            if (other != null && !other.equals(root)) {
                throw new InvalidInputException("Promoting " + spec.from() + " to " + spec.target() + ": the extra tag "
                        + tag + " is also the tag of one platform's image. Nothing was written. Remove it from"
                        + " <extraTags>, or set another platformTag.");
            }
        }
        return tags;
    }
}
