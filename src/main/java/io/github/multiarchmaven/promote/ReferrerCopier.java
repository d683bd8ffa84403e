package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.transfer.Copier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Copies what refers to manifests: referrers (distribution specification, API or fallback tag, whichever each side has), what
 * refers to those, and the tags {@code sha256-<hex>.sig}, {@code .att} and {@code .sbom} under which cosign keeps signatures,
 * attestations and SBOMs (cosign, {@code specs/SIGNATURE_SPEC.md}).
 */
final class ReferrerCopier {
    private static final List<String> COSIGN_SUFFIXES = List.of(".sig", ".att", ".sbom");
    private static final int MAX_MANIFESTS = 1000;

    private final Copier copier;
    private final Function<Digest, Optional<Repository>> sources;
    private final Repository target;
    private final Set<Digest> seen = new HashSet<>();
    private int copied;

    /** @param sources where a subject is; empty for one that no source has */
    ReferrerCopier(Copier copier, Function<Digest, Optional<Repository>> sources, Repository target) {
        this.copier = copier;
        this.sources = sources;
        this.target = target;
    }

    /** How many there are at the target that came from the sources, now or in an earlier run. */
    int copy(Collection<Digest> subjects) {
        for (Digest subject : subjects) {
            Optional<Repository> source = sources.apply(subject);
            source.ifPresent(place -> copyOf(subject, place));
        }
        return copied;
    }

    private void copyOf(Digest first, Repository source) {
        Deque<Digest> waiting = new ArrayDeque<>(List.of(first));
        while (!waiting.isEmpty() && seen.size() < MAX_MANIFESTS) {
            Digest subject = waiting.remove();
            if (!seen.add(subject)) {
                continue;
            }
            List<Descriptor> referrers = source.referrers(subject);
            for (Descriptor referrer : referrers) {
                copier.copy(source, referrer.digest().toString(), target, List.of());
                copied++;
                waiting.add(referrer.digest());
            }
            relist(subject, referrers, source);
            COSIGN_SUFFIXES.forEach(suffix -> copyTag(subject.algorithm().id() + "-" + subject.hex() + suffix, source));
        }
    }

    /**
     * A registry without the referrers API lists them in an index that the client writes after the manifest: a run that was
     * killed in between left a referrer that nothing leads to, and that would count as copied.
     */
    private void relist(Digest subject, List<Descriptor> referrers, Repository source) {
        if (referrers.isEmpty()) {
            return;
        }
        List<Descriptor> listed = target.referrers(subject);
        referrers.stream()
                .filter(referrer -> !listed.contains(referrer.bare()))
                .forEach(referrer ->
                        target.putManifest(source.manifest(referrer.digest().toString()), null));
    }

    private void copyTag(String tag, Repository source) {
        Optional<Descriptor> there = source.resolve(tag);
        if (there.isEmpty()) {
            return;
        }
        Optional<Descriptor> here = target.resolve(tag);
        if (here.isEmpty()) {
            copier.copy(source, there.get().digest().toString(), target, List.of(tag));
            copied++;
        } else if (here.get().digest().equals(there.get().digest())) {
            copied++;
        }
        // Else the organisation signed it itself: its signature stays.
    }
}
