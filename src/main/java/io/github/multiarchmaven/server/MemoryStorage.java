package io.github.multiarchmaven.server;

import io.github.multiarchmaven.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Everything on the heap, gone with the registry. */
final class MemoryStorage implements Storage {
    private final Map<Digest, Content> contents = new ConcurrentHashMap<>();
    private final Map<Key, byte[]> records = new ConcurrentHashMap<>();

    @Override
    public Spool newSpool() {
        return new Pieces();
    }

    @Override
    public void keep(Spool spool, Digest digest) {
        contents.putIfAbsent(digest, (Pieces) spool);
    }

    @Override
    public Optional<Content> content(Digest digest) {
        return Optional.ofNullable(contents.get(digest));
    }

    @Override
    public void discard(Digest digest) {
        contents.remove(digest);
    }

    @Override
    public Optional<byte[]> record(Key key) {
        return Optional.ofNullable(records.get(key));
    }

    @Override
    public void put(Key key, byte[] value) {
        records.put(key, value);
    }

    @Override
    public boolean remove(Key key) {
        return records.remove(key) != null;
    }

    @Override
    public List<String> names(String repository, Kind kind) {
        return records.keySet().stream()
                .filter(k -> k.kind() == kind && k.repository().equals(repository))
                .map(Key::name)
                .toList();
    }

    @Override
    public List<String> repositories() {
        return records.keySet().stream().map(Key::repository).distinct().toList();
    }

    @Override
    public void close() {
        contents.clear();
        records.clear();
    }

    /** Content in pieces, because an array ends at 2 GiB and growing one copies it; not written to any more once it is kept. */
    private static final class Pieces implements Spool, Content {
        private final List<byte[]> pieces = new ArrayList<>();
        private long size;

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (length == 0) {
                return;
            }
            pieces.add(Arrays.copyOfRange(bytes, offset, offset + length));
            size += length;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public InputStream read() {
            return open(0);
        }

        @Override
        public InputStream open(long offset) {
            List<InputStream> streams = new ArrayList<>();
            long skip = offset;
            for (byte[] piece : pieces) {
                int from = (int) Math.min(skip, piece.length);
                skip -= from;
                if (from < piece.length) {
                    streams.add(new ByteArrayInputStream(piece, from, piece.length - from));
                }
            }
            return new SequenceInputStream(Collections.enumeration(streams));
        }

        @Override
        public void close() {
            // A session that is dropped is unreachable; kept content must survive the session's end.
        }
    }
}
