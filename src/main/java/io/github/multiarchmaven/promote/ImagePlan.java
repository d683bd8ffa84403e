package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the target will have.
 *
 * @param root the source's index or image as it is, or an index that was composed
 * @param source where all of it can be read
 * @param platforms the images to run, in the order of the index
 */
record ImagePlan(Manifest root, PlannedSource source, Map<Platform, Descriptor> platforms) {

    Map<Platform, Digest> digests() {
        Map<Platform, Digest> digests = new LinkedHashMap<>();
        platforms.forEach((platform, image) -> digests.put(platform, image.digest()));
        return digests;
    }
}
