package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads manifests and blobs from mirrors first, then from the origin; all else is the origin's. A mirror that lacks something,
 * refuses, fails or cannot be reached is passed over; one that cannot be reached is not tried again. Wrong bytes are an error.
 */
final class MirroredRepository implements Repository {
    private static final Logger LOG = LoggerFactory.getLogger(MirroredRepository.class);

    private final Repository origin;
    private final List<Mirror> mirrors;
    private final Set<String> unreachable;

    /** @param registry its {@code host[:port]} */
    record Mirror(String registry, Repository repository) {}

    /** @param unreachable registries that cannot be reached; shared by all repositories of a client */
    MirroredRepository(Repository origin, List<Mirror> mirrors, Set<String> unreachable) {
        this.origin = origin;
        this.mirrors = List.copyOf(mirrors);
        this.unreachable = unreachable;
    }

    @Override
    public String name() {
        return origin.name();
    }

    /** @param reading gives empty for what is not there */
    private <T> Optional<T> ofMirrors(Function<Repository, Optional<T>> reading, List<RuntimeException> failures) {
        for (Mirror mirror : mirrors) {
            if (unreachable.contains(mirror.registry())) {
                continue;
            }
            try {
                Optional<T> found = reading.apply(mirror.repository());
                if (found.isPresent()) {
                    return found;
                }
            } catch (NotFoundException e) {
                LOG.debug("Passing over a mirror: {}", e.getMessage());
            } catch (RegistryException e) {
                passOver(mirror, e);
                failures.add(e);
            }
        }
        return Optional.empty();
    }

    private void passOver(Mirror mirror, RegistryException failure) {
        int status = failure.status();
        boolean passed =
                status == 0 || status == 401 || status == 403 || status == 404 || status == 429 || status >= 500;
        if (!passed) {
            throw failure;
        }
        if (status == 0 && !unreachable.add(mirror.registry())) {
            // Another thread has told already.
            return;
        }
        LOG.warn("Passing over the mirror {}: {}", mirror.repository().name(), failure.getMessage());
    }

    private <T> T read(Function<Repository, Optional<T>> ofMirror, Function<Repository, T> ofOrigin) {
        List<RuntimeException> failures = new ArrayList<>();
        Optional<T> found = ofMirrors(ofMirror, failures);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return ofOrigin.apply(origin);
        } catch (RuntimeException e) {
            failures.forEach(e::addSuppressed);
            throw e;
        }
    }

    @Override
    public Optional<Descriptor> resolve(String tagOrDigest) {
        return read(place -> place.resolve(tagOrDigest).map(Optional::of), place -> place.resolve(tagOrDigest));
    }

    @Override
    public Manifest manifest(String tagOrDigest) {
        return read(place -> Optional.of(place.manifest(tagOrDigest)), place -> place.manifest(tagOrDigest));
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return read(place -> place.hasBlob(blob) ? Optional.of(true) : Optional.empty(), place -> place.hasBlob(blob));
    }

    @Override
    public InputStream openBlob(Descriptor blob) {
        return read(place -> Optional.of(place.openBlob(blob)), place -> place.openBlob(blob));
    }

    @Override
    public BlobOutcome putBlob(Descriptor blob, Reference from, BlobSource content) {
        return origin.putBlob(blob, from, content);
    }

    @Override
    public void putManifest(Manifest manifest, String tag) {
        origin.putManifest(manifest, tag);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return origin.referrers(subject);
    }

    @Override
    public List<String> tags() {
        return origin.tags();
    }

    @Override
    public Optional<Reference> origin(Descriptor blob) {
        return origin.origin(blob);
    }

    /** What a mirror has proves nothing about the origin, where writing goes. */
    @Override
    public boolean holdsWholeGraphs() {
        return false;
    }
}
