package io.github.multiarchmaven.transfer;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Reference;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which repositories of a registry are known to hold a blob. Shared by all copies of one build, so that a blob common to
 * several platforms, images or modules is sent once and mounted from there on. Safe for many threads; holds no content.
 */
public final class BlobLocations {
    private record Key(String registry, Digest digest) {}

    private static final class Holders {
        private final ReentrantLock lock = new ReentrantLock();
        private final Set<Reference> repositories = new LinkedHashSet<>();
    }

    private final Map<Key, Holders> known = new ConcurrentHashMap<>();

    /**
     * The exclusive right to bring one blob to one registry. Who comes second waits here until the first is done, and then
     * finds the blob known. A thread must not ask for a second claim while it holds one.
     */
    public final class Claim implements AutoCloseable {
        private final Holders holders;
        private final Reference target;

        private Claim(Holders holders, Reference target) {
            this.holders = holders;
            this.target = target;
        }

        /** Whether the target repository itself is known to have the blob. */
        public boolean isAtTarget() {
            return holders.repositories.contains(target);
        }

        /** Another repository of the registry that is known to have it. */
        public Optional<Reference> elsewhere() {
            return holders.repositories.stream().filter(r -> !r.equals(target)).findFirst();
        }

        /** Remembers that the target repository has the blob now. */
        public void arrived() {
            holders.repositories.add(target);
        }

        @Override
        public void close() {
            holders.lock.unlock();
        }
    }

    /** Whether another repository of the target's registry is known to have the blob, now. */
    boolean isElsewhere(Reference target, Digest digest) {
        Holders holders = known.get(new Key(target.registry(), digest));
        if (holders == null) {
            return false;
        }
        try (Claim claim = claim(target, digest)) {
            return claim.elsewhere().isPresent();
        }
    }

    /** Waits for the claim; an interrupted thread fails instead. */
    public Claim claim(Reference target, Digest digest) {
        Reference repository = new Reference(target.registry(), target.repository(), null, null);
        Holders holders = known.computeIfAbsent(new Key(target.registry(), digest), key -> new Holders());
        try {
            holders.lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException(
                    false, "Copying blob " + digest + " to " + repository.name() + " was interrupted.", e);
        }
        return new Claim(holders, repository);
    }
}
