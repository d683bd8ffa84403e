package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of BuildKit's attestations: manifests for {@code unknown/unknown} in an index, tied to an image by annotations
 * (BuildKit documentation, "Image attestation storage").
 */
public enum Attestations {
    /** They go with their image. */
    KEEP,
    /** The target's index is made without them. */
    DROP;

    private static final String TYPE = "vnd.docker.reference.type";
    private static final String SUBJECT = "vnd.docker.reference.digest";

    /** @throws InvalidInputException when it is neither {@code keep} nor {@code drop} */
    public static Attestations parse(String text) {
        return Choice.parse("attestations", text, values());
    }

    /** An entry of an index that is no image to run: it names its subject, or has no platform one could run on. */
    static boolean isOne(Descriptor child) {
        return child.annotations().containsKey(TYPE)
                || child.platform().map(p -> p.isUnknown()).orElse(false);
    }

    /** The image an attestation is about. */
    static Optional<Digest> subject(Descriptor child) {
        Map<String, String> annotations = child.annotations();
        return Optional.ofNullable(annotations.get(SUBJECT))
                .filter(Digest::isDigest)
                .map(Digest::parse);
    }

    /** Those of the entries that go along with the chosen images. */
    List<Descriptor> of(List<Descriptor> entries, List<Digest> images) {
        return entries.stream()
                .filter(entry -> this == KEEP && isOne(entry))
                .filter(entry -> subject(entry).map(images::contains).orElse(false))
                .toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
