package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One image in the lock file: what was promoted, and from what.
 *
 * @param to the target with its tag
 * @param digest of the target's index or image
 * @param sources each with the digest its tag had
 * @param platforms the images in it
 * @param tags all that were set, in their order, and what each points to
 * @param wanted the platforms asked for; empty for all
 * @param attestations whether they were kept
 * @param time when the digests were looked up, to the second
 */
public record Locked(
        String to,
        Digest digest,
        List<Source> sources,
        Map<Platform, Digest> platforms,
        Map<String, Digest> tags,
        List<Platform> wanted,
        Attestations attestations,
        Instant time) {

    /** {@code platform} is null for the source of all that have none of their own. */
    public record Source(String from, Platform platform, Digest digest) {}

    public Locked {
        sources = List.copyOf(sources);
        platforms = Collections.unmodifiableMap(new LinkedHashMap<>(platforms));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        wanted = List.copyOf(wanted);
    }

    /** The digest that a source had. */
    Optional<Digest> digestOf(ImageSpec.Source source) {
        return sources.stream()
                .filter(locked -> locked.from().equals(source.place().toString()))
                .map(Source::digest)
                .findFirst();
    }

    /** Whether all but the time is the same. */
    boolean sameAs(Locked other) {
        return withTime(other.time).equals(other);
    }

    Locked withTime(Instant other) {
        return new Locked(to, digest, sources, platforms, tags, wanted, attestations, other);
    }

    /** What changed since, for people: the source's digest, old and new; empty when no source moved. */
    List<String> moves(Locked before) {
        List<String> moves = new ArrayList<>();
        for (Source source : sources) {
            before.sources.stream()
                    .filter(old -> old.from().equals(source.from()))
                    .filter(old -> !old.digest().equals(source.digest()))
                    .findFirst()
                    .ifPresent(old -> moves.add(source.from() + ": " + old.digest() + " -> " + source.digest()));
        }
        return moves;
    }
}
