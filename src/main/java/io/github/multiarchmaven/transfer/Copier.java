package io.github.multiarchmaven.transfer;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.image.VerifiedContent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Copies a manifest and all it points at from one repository to another, whatever the two are.
 *
 * <ol>
 *   <li>The tag is resolved once; all else is by digest.
 *   <li>What the target has is left alone: a manifest that a registry holds proves its whole graph.
 *   <li>Blobs go first, each distinct one once, several at a time: there already, mounted, or streamed. None touches disk
 *       or heap as a whole.
 *   <li>Then image manifests, then the indexes over them, then the tags in their order. So an interrupted copy leaves no
 *       manifest that points at something missing, and a second run does the rest.
 * </ol>
 *
 * <p>One copier may be used by several threads.
 */
public final class Copier implements AutoCloseable {
    private static final int MAX_MANIFESTS = 1000;

    private final BlobLocations locations;
    private final Parallel parallel;

    /**
     * @param parallelism blobs or manifests moved at once, 1 or more
     * @param locations shared by all copiers of one build
     */
    public Copier(int parallelism, BlobLocations locations) {
        this.locations = locations;
        this.parallel = new Parallel(parallelism, "multiarch-copier");
    }

    /**
     * @param tags to set at the target, in this order; may be empty
     * @throws io.github.multiarchmaven.image.ImageException the first failure; others are suppressed exceptions of it
     */
    public CopyReport copy(Repository source, String tagOrDigest, Repository target, List<String> tags) {
        Digest digest = digest(source, tagOrDigest);
        List<String> stale = new ArrayList<>();
        Descriptor there = null;
        for (String tag : tags) {
            Optional<Descriptor> before = target.resolve(tag);
            if (pointsTo(before, digest)) {
                there = before.get();
            } else {
                stale.add(tag);
            }
        }
        Plan plan = new Plan();
        if (target.holdsWholeGraphs()) {
            if (there == null) {
                there = target.resolve(digest.toString()).orElse(null);
            }
            if (there != null) {
                plan.present++;
                if (stale.isEmpty()) {
                    // Without a GET at the source: some registries ration those, and not HEAD.
                    return new CopyReport(there, List.of(), 0, plan.present, stale);
                }
            }
        }
        Manifest root = source.manifest(digest.toString());
        if (plan.present == 0) {
            plan(source, target, root, plan, 0);
        }
        List<CopyReport.Item> items = parallel.map(
                plan.blobs.values(),
                (blob, failed) -> new CopyReport.Item(blob, copyBlob(source, target, blob, failed)));
        Collection<Manifest> images =
                plan.manifests.values().stream().filter(m -> !m.isIndex()).toList();
        parallel.map(images, (manifest, failed) -> put(target, manifest, root, stale));
        // The plan is in post-order: an index comes after its children.
        plan.manifests.values().stream().filter(Manifest::isIndex).forEach(index -> put(target, index, root, stale));
        stale.forEach(tag -> target.putManifest(root, tag));
        return new CopyReport(root.descriptor(), items, plan.manifests.size(), plan.present, stale);
    }

    /**
     * What {@link #copy} would do, by asking only: nothing is written. A blob counts as mounted when the source is in the target's
     * registry, or another copy of this build brought it there; whether the registry agrees is not known before.
     */
    public CopyReport preview(Repository source, Digest root, Repository target) {
        Plan plan = new Plan();
        Manifest manifest = source.manifest(root.toString());
        if (target.holdsWholeGraphs() && isPresent(target, manifest.descriptor())) {
            return new CopyReport(manifest.descriptor(), List.of(), 0, 1, List.of());
        }
        plan(source, target, manifest, plan, 0);
        List<CopyReport.Item> items = parallel.map(
                plan.blobs.values(),
                (blob, failed) -> new CopyReport.Item(
                        blob,
                        target.hasBlob(blob)
                                ? BlobOutcome.PRESENT
                                : mountable(source, target, blob) ? BlobOutcome.MOUNTED : BlobOutcome.SENT));
        return new CopyReport(manifest.descriptor(), items, plan.manifests.size(), plan.present, List.of());
    }

    private boolean mountable(Repository source, Repository target, Descriptor blob) {
        Optional<Reference> place = target.origin(blob);
        return place.isPresent()
                && (source.origin(blob)
                                .map(origin ->
                                        origin.registry().equals(place.get().registry())
                                                && !origin.sameRepository(place.get()))
                                .orElse(false)
                        || locations.isElsewhere(place.get(), blob.digest()));
    }

    /** The one time that a tag is looked up: it may move meanwhile, a digest does not. */
    private static Digest digest(Repository source, String tagOrDigest) {
        if (tagOrDigest.startsWith("sha256:") || tagOrDigest.startsWith("sha512:")) {
            return Digest.parse(tagOrDigest);
        }
        return source.resolve(tagOrDigest)
                .orElseThrow(() -> new NotFoundException("Copying '" + tagOrDigest + "' from " + source.name()
                        + ": there is no such tag. Correct the tag, or build or push it first."))
                .digest();
    }

    private static final class Plan {
        private final Map<Digest, Manifest> manifests = new LinkedHashMap<>();
        private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        private int present;
    }

    private void plan(Repository source, Repository target, Manifest manifest, Plan plan, int depth) {
        if (plan.manifests.containsKey(manifest.digest())) {
            return;
        }
        if (depth > Manifest.MAX_NESTING
                || plan.manifests.size() + manifest.children().size() > MAX_MANIFESTS) {
            throw new CorruptContentException("Copying from " + source.name() + ": the index " + manifest.digest()
                    + " is nested more than " + Manifest.MAX_NESTING + " deep or leads to more than " + MAX_MANIFESTS
                    + " manifests. Copy the images one by one.");
        }
        for (Manifest child : missing(source, target, manifest.children(), plan)) {
            plan(source, target, child, plan, depth + 1);
        }
        for (Descriptor blob : manifest.blobs()) {
            if (!blob.isForeign()) {
                Descriptor same = plan.blobs.putIfAbsent(blob.digest(), blob);
                if (same != null && same.size() != blob.size()) {
                    throw new CorruptContentException("Copying from " + source.name() + ": the blob " + blob.digest()
                            + " is said to have " + same.size() + " and " + blob.size() + " bytes.");
                }
            }
        }
        plan.manifests.put(manifest.digest(), manifest);
    }

    /** The children that the target lacks, fetched and verified against the index's entries. */
    private List<Manifest> missing(Repository source, Repository target, List<Descriptor> children, Plan plan) {
        List<Optional<Manifest>> found = parallel.map(children, (child, failed) -> {
            if (target.holdsWholeGraphs() && isPresent(target, child)) {
                return Optional.empty();
            }
            if (!MediaTypes.isManifest(child.mediaType())) {
                throw new CorruptContentException("Copying from " + source.name() + ": an index names " + child.digest()
                        + " of the type '" + child.mediaType() + "', which is not a manifest.");
            }
            Manifest manifest = source.manifest(child.digest().toString());
            if (!manifest.descriptor().equals(child.bare())) {
                throw new CorruptContentException("Copying from " + source.name() + ": the manifest " + manifest
                        + " is not what its index says: " + child + ".");
            }
            return Optional.of(manifest);
        });
        plan.present += (int) found.stream().filter(Optional::isEmpty).count();
        return found.stream().flatMap(Optional::stream).toList();
    }

    private static boolean isPresent(Repository target, Descriptor manifest) {
        return pointsTo(target.resolve(manifest.digest().toString()), manifest.digest());
    }

    private static boolean pointsTo(Optional<Descriptor> resolved, Digest digest) {
        return resolved.map(d -> d.digest().equals(digest)).orElse(false);
    }

    private static Manifest put(Repository target, Manifest manifest, Manifest root, List<String> stale) {
        // Setting the root's tag stores the root as well.
        if (!manifest.digest().equals(root.digest()) || stale.isEmpty()) {
            target.putManifest(manifest, null);
        }
        return manifest;
    }

    private BlobOutcome copyBlob(Repository source, Repository target, Descriptor blob, AtomicBoolean failed) {
        Repository.BlobSource content = () -> new Abortable(source.openBlob(blob), blob, failed);
        Optional<Reference> place = target.origin(blob);
        if (place.isEmpty()) {
            return target.putBlob(blob, null, content);
        }
        Reference repository = place.get();
        try (BlobLocations.Claim claim = locations.claim(repository, blob.digest())) {
            if (claim.isAtTarget()) {
                return BlobOutcome.PRESENT;
            }
            if (failed.get()) {
                throw new CancellationException("another part of the copy failed");
            }
            Reference from = source.origin(blob)
                    .filter(origin -> origin.registry().equals(repository.registry()))
                    .filter(origin -> !origin.sameRepository(repository))
                    .or(claim::elsewhere)
                    .orElse(null);
            BlobOutcome outcome = target.putBlob(blob, from, content);
            claim.arrived();
            return outcome;
        }
    }

    /** Ends an upload early when another has failed: the copy is lost anyway. */
    private static final class Abortable extends FilterInputStream implements VerifiedContent {
        private final Descriptor blob;
        private final AtomicBoolean failed;

        /** @param in checked by the repository it comes from, as {@link Repository#openBlob} promises */
        Abortable(InputStream in, Descriptor blob, AtomicBoolean failed) {
            super(in);
            this.blob = blob;
            this.failed = failed;
        }

        @Override
        public Descriptor verified() {
            return blob;
        }

        @Override
        public int read() throws IOException {
            check();
            return super.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            check();
            return super.read(buffer, offset, length);
        }

        private void check() {
            if (failed.get()) {
                throw new CancellationException("another part of the copy failed");
            }
        }
    }

    @Override
    public void close() {
        parallel.close();
    }
}
