package io.github.multiarchmaven.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What a tar file with a layout has, and where: one pass over its headers.
 *
 * <p>Names that are not a layout's are passed over, whatever they are: nothing is unpacked, so no name becomes a path.
 *
 * @param index the parsed {@code index.json}
 * @param blobs where each is, in the order of the file
 */
record TarIndex(ObjectNode index, Map<Digest, Extent> blobs) {
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_MARKER = 1024;
    private static final Pattern BLOB = Pattern.compile("(?:\\./)?blobs/(sha256|sha512)/([0-9a-f]+)");

    /** A stretch of a file, in bytes. */
    record Extent(Path file, long offset, long size) {}

    static TarIndex empty() {
        return new TarIndex(Layout.emptyIndex(), new LinkedHashMap<>());
    }

    static TarIndex read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException(
                    "There is no archive " + file + ". Export an image into it first, or correct the path.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            refuseCompressed(file);
            return read(file, new TarArchiveInputStream(in));
        } catch (IOException | IllegalArgumentException e) {
            throw new CorruptContentException(
                    "Reading the archive " + file + ": it is not a tar file, or damaged (" + e.getMessage()
                            + "). Export it again.",
                    e);
        }
    }

    private static void refuseCompressed(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(4);
            boolean gzip = magic.length > 1 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
            boolean zstd = magic.length > 3 && (magic[0] & 0xff) == 0x28 && (magic[1] & 0xff) == 0xb5;
            if (gzip || zstd) {
                throw new InvalidInputException("Reading the archive " + file + ": it is compressed with "
                        + (gzip ? "gzip. Run gunzip" : "zstd. Run unzstd")
                        + " on it first: blobs are read where they lie.");
            }
        }
    }

    private static TarIndex read(Path file, TarArchiveInputStream tar) throws IOException {
        long length = Files.size(file);
        Map<Digest, Extent> blobs = new LinkedHashMap<>();
        byte[] marker = null;
        byte[] index = null;
        int entries = 0;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (++entries > MAX_ENTRIES) {
                throw new CorruptContentException(
                        "Reading the archive " + file + ": it has more than " + MAX_ENTRIES + " entries.");
            }
            if (!entry.isFile() || entry.isSparse() || entry.isLink() || entry.isSymbolicLink()) {
                continue;
            }
            Extent extent = new Extent(file, tar.getBytesRead(), entry.getSize());
            if (extent.size() < 0 || extent.offset() + extent.size() > length) {
                throw new CorruptContentException(
                        "Reading the archive " + file + ": it ends within an entry. Export it again.");
            }
            String name = entry.getName();
            Matcher blob = BLOB.matcher(name);
            if (blob.matches()) {
                digest(blob).ifPresent(digest -> blobs.putIfAbsent(digest, extent));
            } else if (name.equals(Layout.MARKER) || name.equals("./" + Layout.MARKER)) {
                marker = small(tar, extent, MAX_MARKER);
            } else if (name.equals(Layout.INDEX) || name.equals("./" + Layout.INDEX)) {
                index = small(tar, extent, Manifest.MAX_BYTES);
            }
        }
        if (marker == null || index == null) {
            throw new NotFoundException("There is no OCI image layout in the archive " + file + ": it has no "
                    + (marker == null ? Layout.MARKER : Layout.INDEX)
                    + " that can be read. An archive of docker save needs a Docker of version 25 or newer.");
        }
        Layout.requireVersion(marker, file.toString());
        return new TarIndex(Json.parseObject(index, Layout.INDEX + " of " + file), blobs);
    }

    private static java.util.Optional<Digest> digest(Matcher name) {
        String text = name.group(1) + ":" + name.group(2);
        return Digest.isDigest(text) ? java.util.Optional.of(Digest.parse(text)) : java.util.Optional.empty();
    }

    /** Null for what is too large to be meant. */
    private static byte[] small(InputStream in, Extent extent, int limit) throws IOException {
        return extent.size() > limit ? null : in.readNBytes((int) extent.size());
    }
}
