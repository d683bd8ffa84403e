package io.github.multiarchmaven.layout;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Repository.BlobSource;
import java.io.InputStream;
import java.util.Optional;

/** Where a layout keeps its blobs, manifests among them. */
interface BlobStore {
    /** Whether there is something under the digest, of whatever size. */
    boolean exists(Digest digest);

    /** Whether it is there with the size described. */
    boolean has(Descriptor blob);

    /**
     * A stream that is verified at its end.
     *
     * @param from the layout, for messages
     * @throws NotFoundException when it is not there
     */
    InputStream open(Descriptor blob, String from);

    /** @return empty when it is absent, larger than the limit, or its bytes have another digest */
    Optional<byte[]> small(Digest digest, int limit);

    /** Stores verified content. */
    void put(Descriptor blob, BlobSource content, String from);

    /** Stores content that is at hand. */
    void putBytes(Descriptor blob, byte[] bytes);
}
