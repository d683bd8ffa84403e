package io.github.multiarchmaven.server;

import io.github.multiarchmaven.image.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Keeps content by digest, once for all repositories, and small records by repository. Knows no rule of a registry: those are in
 * {@link Repositories}, which also orders changes among threads. Reading is safe beside a change.
 */
interface Storage extends Closeable {

    /** A place for content whose digest is not known yet. */
    Spool newSpool() throws IOException;

    /** Makes the spooled bytes the content of the digest, which the caller has verified. The spool is used up. */
    void keep(Spool spool, Digest digest) throws IOException;

    Optional<Content> content(Digest digest) throws IOException;

    void discard(Digest digest) throws IOException;

    Optional<byte[]> record(Key key) throws IOException;

    void put(Key key, byte[] value) throws IOException;

    /** @return whether there was such a record */
    boolean remove(Key key) throws IOException;

    /** Names of a repository's records of one kind, in no order. */
    List<String> names(String repository, Kind kind) throws IOException;

    /** Repositories that have or had a record, in no order. */
    List<String> repositories() throws IOException;

    /** What a record says. */
    enum Kind {
        /** The repository has the blob; named by digest, empty. */
        BLOB,
        /** The repository has the manifest; named by digest, holds the content type. */
        MANIFEST,
        /** Named by tag, holds the manifest's digest. */
        TAG,
        /** Named by the subject's digest, holds an index of the manifests that refer to it. */
        REFERRERS
    }

    /** @param repository a name that passed the reference grammar, as did {@code name} */
    record Key(String repository, Kind kind, String name) {}

    /** Stored bytes. */
    interface Content {
        long size();

        /** A stream from the offset (0 to {@link #size()}) to the end. */
        InputStream open(long offset) throws IOException;
    }

    /** Bytes on their way in; used by one thread at a time. Closing it without {@link Storage#keep} drops them. */
    interface Spool extends Closeable {
        void write(byte[] bytes, int offset, int length) throws IOException;

        long size();

        /** Reads what was written, from the start. */
        InputStream read() throws IOException;
    }
}
