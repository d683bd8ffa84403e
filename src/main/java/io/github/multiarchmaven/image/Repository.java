package io.github.multiarchmaven.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A place with manifests, blobs and tags: a registry's repository, or an image layout on disk.
 *
 * <p>Everything that ships images is written against this, so that promote, push, export and import are one algorithm.
 * Implementations are safe for use by several threads. Every method may throw an {@link ImageException} whose sentence is
 * ready for the user; bytes that come out of {@link #manifest} are verified, bytes out of {@link #openBlob} are verified at the
 * latest when the stream ends.
 */
public interface Repository {
    /** Largest blob that is read into memory, bytes; containerd has the same bound for configurations. */
    int MAX_SMALL_BLOB = 8 * 1024 * 1024;

    /** For messages: {@code hub.example.com/team/app} or {@code oci:target/multiarch/app}. */
    String name();

    /**
     * Media type, digest and size of the manifest under a tag or digest, without its content.
     *
     * @return empty when there is none
     */
    Optional<Descriptor> resolve(String tagOrDigest);

    /**
     * The manifest under a tag or digest, verified.
     *
     * @throws NotFoundException when there is none
     */
    Manifest manifest(String tagOrDigest);

    boolean hasBlob(Descriptor blob);

    /**
     * Opens a blob for reading once, from its start.
     *
     * @return a stream of exactly {@link Descriptor#size()} bytes; reading its end throws when size or digest is wrong
     * @throws NotFoundException when it is not there
     */
    InputStream openBlob(Descriptor blob);

    /**
     * A small blob as a whole: an image's configuration.
     *
     * @throws CorruptContentException when it is larger than {@link #MAX_SMALL_BLOB}, or is not the one described
     */
    default byte[] readBlob(Descriptor blob) {
        if (blob.size() > MAX_SMALL_BLOB) {
            throw new CorruptContentException("Reading blob " + blob.digest() + " from " + name() + ": its size of "
                    + blob.size() + " bytes is more than the 8 MiB that a configuration may have.");
        }
        try (InputStream in = openBlob(blob)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ImageException(
                    false,
                    "Reading blob " + blob.digest() + " from " + name() + " broke off (" + e + "). Try again.",
                    e);
        }
    }

    /**
     * Stores a blob unless it is there already.
     *
     * <p>The content is opened only when bytes have to be sent, and closed here. Stored content is verified: a source
     * that yields other bytes leaves nothing behind under the digest.
     *
     * @param origin a registry's repository that is known to have the blob, to mount it from; null when none is known
     */
    BlobOutcome putBlob(Descriptor blob, Reference origin, BlobSource content);

    /**
     * Stores a manifest under its digest, and under a tag as well when one is given. What it points at has to be there before.
     *
     * @param tag null to store it by digest only
     */
    void putManifest(Manifest manifest, String tag);

    /**
     * Manifests whose {@code subject} is the given one (distribution specification, "Listing Referrers").
     *
     * @return their descriptors; empty when there are none
     */
    List<Descriptor> referrers(Digest subject);

    /** The tags, in the order the place lists them. */
    List<String> tags();

    /**
     * The registry's repository where a blob of this place can be mounted from.
     *
     * @return empty for a place that is not in a registry
     */
    Optional<Reference> origin(Descriptor blob);

    /**
     * Whether a manifest that is here proves that all it points at is here too. Registries promise it (they refuse a manifest
     * with missing parts, distribution specification "Pushing Manifests"); a layout may be sparse.
     */
    default boolean holdsWholeGraphs() {
        return false;
    }

    /** Opens content on demand. */
    @FunctionalInterface
    interface BlobSource {
        InputStream open() throws IOException;
    }

    /** How a blob came to be at its target. */
    enum BlobOutcome {
        /** It was there already; nothing was sent. */
        PRESENT,
        /** The registry took it over from another of its repositories; nothing was sent. */
        MOUNTED,
        /** Its bytes were sent. */
        SENT
    }
}
