package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.promote.ImageResult.Overwritten;
import io.github.multiarchmaven.promote.ImageResult.Status;
import io.github.multiarchmaven.transfer.Copier;
import io.github.multiarchmaven.transfer.CopyReport;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Promotes one image: digests from the lock file or the sources, a plan, the target's tags looked at, and only then blobs, image
 * manifests, index, referrers and, last of all, tags. So tags that are right prove that everything before them was done.
 */
final class Promotion {
    private final PromoteOptions options;
    private final Copier copier;
    private final Places places;
    private final LockFile lock;
    private final InstantSource clock;

    Promotion(PromoteOptions options, Copier copier, Places places, LockFile lock, InstantSource clock) {
        this.options = options;
        this.copier = copier;
        this.places = places;
        this.lock = lock;
        this.clock = clock;
    }

    ImageResult promote(ImageSpec spec) {
        Optional<Locked> before = lock.image(spec.target());
        Map<Place, Digest> digests = digests(spec, before);
        Repository target = places.target(spec.target());
        if (before.isPresent() && isDone(spec, before.get(), digests, target)) {
            return result(spec, Status.THERE, before.get(), "", 0, List.of(), List.of(), 0);
        }
        ImagePlan plan = plan(spec, digests, before);
        Map<String, Digest> tags = TagPlan.of(spec, plan.root().digest(), plan.digests(), options.platformTags());
        Locked locked = locked(spec, digests, plan, tags, before);
        Map<String, Optional<Digest>> stale = stale(target, tags);
        List<Overwritten> overwritten = overwritten(stale);
        if (!overwritten.isEmpty() && !mayOverwrite(spec, overwritten, tags, before)) {
            return result(
                    spec,
                    Status.LOCKED,
                    locked,
                    "its tags move with the next run, without updateLock",
                    0,
                    List.of(),
                    overwritten,
                    0);
        }
        boolean done = stale.isEmpty() && options.referrers() != Referrers.REFRESH;
        if (done) {
            return result(spec, Status.THERE, locked, "", 0, List.of(), List.of(), 0);
        }
        List<String> setting = List.copyOf(stale.keySet());
        if (options.dryRun()) {
            CopyReport report = copier.preview(plan.source(), plan.root().digest(), target);
            return result(spec, Status.PLANNED, locked, report.summary(), report.bytesSent(), setting, overwritten, 0);
        }
        CopyReport report = copier.copy(plan.source(), plan.root().digest().toString(), target, List.of());
        int referrers = copyReferrers(plan, target);
        keep(target, overwritten);
        setting.forEach(tag -> set(spec, plan, target, tag, tags.get(tag)));
        boolean nothing = setting.isEmpty() && report.nothingToDo();
        return result(
                spec,
                nothing ? Status.THERE : Status.PROMOTED,
                locked,
                nothing ? "" : report.summary(),
                report.bytesSent(),
                setting,
                overwritten,
                referrers);
    }

    /** A digest in the reference wins, then the lock file, then the source is asked. */
    private Map<Place, Digest> digests(ImageSpec spec, Optional<Locked> before) {
        Map<Place, Digest> digests = new LinkedHashMap<>();
        for (ImageSpec.Source source : spec.sources()) {
            Place place = source.place();
            Optional<Digest> given = Optional.ofNullable(place.digest())
                    .or(() -> options.updateLock() ? Optional.empty() : before.flatMap(b -> b.digestOf(source)));
            digests.put(place, given.orElseGet(() -> places.source(place)
                    .resolve(place.tagOrDigest())
                    .map(Descriptor::digest)
                    .orElseThrow(() -> new NotFoundException("Promoting " + place + " to " + spec.target()
                            + ": there is no such image. Check the name, the tag and the login: registries also"
                            + " answer so for what may not be seen."))));
        }
        return digests;
    }

    /**
     * Whether an earlier run did all of this. It asks for two of the target's tags at most: the image's own, and the last one,
     * which was set when all the others were.
     */
    private boolean isDone(ImageSpec spec, Locked before, Map<Place, Digest> digests, Repository target) {
        List<Locked.Source> sources = sources(spec, digests);
        boolean same = options.referrers() != Referrers.REFRESH
                && before.sources().equals(sources)
                && before.wanted().equals(spec.platforms())
                && before.attestations() == options.attestations();
        if (!same) {
            return false;
        }
        Map<String, Digest> tags = TagPlan.of(spec, before.digest(), before.platforms(), options.platformTags());
        if (!before.tags().equals(tags)) {
            return false;
        }
        Set<String> decisive = new LinkedHashSet<>(List.of(spec.target().tag()));
        decisive.add(new ArrayList<>(tags.keySet()).get(tags.size() - 1));
        return decisive.stream().allMatch(tag -> pointsTo(target, tag, tags.get(tag)));
    }

    private static boolean pointsTo(Repository target, String tag, Digest digest) {
        return target.resolve(tag).map(there -> there.digest().equals(digest)).orElse(false);
    }

    private static List<Locked.Source> sources(ImageSpec spec, Map<Place, Digest> digests) {
        return spec.sources().stream()
                .map(source ->
                        new Locked.Source(source.place().toString(), source.platform(), digests.get(source.place())))
                .toList();
    }

    private ImagePlan plan(ImageSpec spec, Map<Place, Digest> digests, Optional<Locked> before) {
        try {
            return new Planner(places, options.attestations()).plan(spec, digests);
        } catch (NotFoundException e) {
            boolean locked = !options.updateLock()
                    && before.map(b -> b.sources().stream().anyMatch(source -> digests.containsValue(source.digest())))
                            .orElse(false);
            if (!locked) {
                throw e;
            }
            throw new NotFoundException(
                    "Promoting " + spec.from() + " to " + spec.target() + ": " + LockFile.NAME + " names "
                            + digests.values().stream().map(Digest::toString).collect(Collectors.joining(", "))
                            + ", which the source no longer has. Look up what its tag means now with"
                            + " -Dmultiarch.updateLock.",
                    e);
        }
    }

    private Locked locked(
            ImageSpec spec,
            Map<Place, Digest> digests,
            ImagePlan plan,
            Map<String, Digest> tags,
            Optional<Locked> before) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Locked locked = new Locked(
                spec.target().toString(),
                plan.root().digest(),
                sources(spec, digests),
                plan.digests(),
                tags,
                spec.platforms(),
                options.attestations(),
                now);
        return before.filter(locked::sameAs).orElse(locked);
    }

    /** The tags that have to be set, in order, with what they point to now. */
    private static Map<String, Optional<Digest>> stale(Repository target, Map<String, Digest> tags) {
        Map<String, Optional<Digest>> stale = new LinkedHashMap<>();
        tags.forEach((tag, wanted) -> {
            Optional<Digest> present = target.resolve(tag).map(Descriptor::digest);
            if (!present.equals(Optional.of(wanted))) {
                stale.put(tag, present);
            }
        });
        return stale;
    }

    private List<Overwritten> overwritten(Map<String, Optional<Digest>> stale) {
        List<Overwritten> overwritten = new ArrayList<>();
        stale.forEach((tag, present) -> present.ifPresent(old -> overwritten.add(new Overwritten(
                tag,
                old,
                options.backupTag() == null ? null : options.backupTag().of(tag, old)))));
        return overwritten;
    }

    /** @return false when only the lock file is to move */
    private boolean mayOverwrite(
            ImageSpec spec, List<Overwritten> overwritten, Map<String, Digest> tags, Optional<Locked> before) {
        if (options.overwrite() == Overwrite.ALWAYS) {
            return true;
        }
        boolean ifLocked = options.overwrite() == Overwrite.IF_LOCKED;
        boolean locked = overwritten.stream().allMatch(each -> before.map(
                        b -> tags.get(each.tag()).equals(b.tags().get(each.tag())))
                .orElse(false));
        if (ifLocked && locked) {
            return true;
        }
        if (ifLocked && options.updateLock()) {
            return false;
        }
        Overwritten first = overwritten.get(0);
        throw new InvalidInputException("Promoting " + spec.from() + " to " + spec.target() + ": the tag " + first.tag()
                + (overwritten.size() == 1 ? "" : " (and " + (overwritten.size() - 1) + " more)") + " points to "
                + first.old() + " and would be moved to " + tags.get(first.tag()) + ". Nothing was written. "
                + (ifLocked
                        ? "With overwrite 'ifLocked' it moves once " + LockFile.NAME
                                + " names the new digest: run with -Dmultiarch.updateLock, review the file, and run again."
                        : "To move it, set overwrite to 'always' or 'ifLocked' (-Dmultiarch.overwrite=always); otherwise"
                                + " promote to another tag."));
    }

    private int copyReferrers(ImagePlan plan, Repository target) {
        if (options.referrers() == Referrers.NONE) {
            return 0;
        }
        Set<Digest> subjects = new LinkedHashSet<>(List.of(plan.root().digest()));
        subjects.addAll(plan.digests().values());
        return new ReferrerCopier(copier, plan.source()::homeOf, target).copy(subjects);
    }

    private static void keep(Repository target, List<Overwritten> overwritten) {
        for (Overwritten each : overwritten) {
            if (each.backup() != null && !pointsTo(target, each.backup(), each.old())) {
                target.putManifest(target.manifest(each.old().toString()), each.backup());
            }
        }
    }

    private static void set(ImageSpec spec, ImagePlan plan, Repository target, String tag, Digest digest) {
        Manifest manifest = plan.source().known(digest).orElseGet(() -> target.manifest(digest.toString()));
        target.putManifest(manifest, tag);
        if (!pointsTo(target, tag, digest)) {
            throw new CorruptContentException("Promoting " + spec.from() + " to " + spec.target() + ": after the tag "
                    + tag + " was set to " + digest + ", the target answers otherwise. Somebody may have set it at the"
                    + " same moment; run again.");
        }
    }

    private static ImageResult result(
            ImageSpec spec,
            Status status,
            Locked locked,
            String detail,
            long bytes,
            List<String> tagsSet,
            List<Overwritten> overwritten,
            int referrers) {
        return new ImageResult(
                spec.from(),
                spec.target().toString(),
                status,
                Optional.of(locked),
                detail,
                bytes,
                tagsSet,
                overwritten,
                referrers);
    }
}
