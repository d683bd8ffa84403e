package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.packages.PackageDatabases;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Reads layers, each once and streaming: gzip, zstd or plain tars. Safe for use by several threads. */
public final class LayerReader {
    private static final int MAX_PATH = 4096;
    private static final int MAX_TEXT = 8 * 1024;
    private static final int BUFFER = 64 * 1024;
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final Optional<ContentsCache> cache;
    private final HeldMemory memory;

    /** Reads every layer that it is asked for. */
    public LayerReader() {
        this(Optional.empty(), HeldMemory.ofHeap());
    }

    /** Reads what the cache has not. */
    public LayerReader(ContentsCache cache) {
        this(Optional.of(cache), HeldMemory.ofHeap());
    }

    LayerReader(Optional<ContentsCache> cache, HeldMemory memory) {
        this.cache = cache;
        this.memory = memory;
    }

    /**
     * What a layer holds, from the cache or read once.
     *
     * @throws CorruptContentException when it is no layer, or goes beyond the bounds
     * @throws io.github.multiarchmaven.image.InvalidInputException when it is compressed in a way that is not read
     */
    public LayerContents read(Repository repository, Descriptor layer) {
        String doing = "Reading layer " + layer.digest() + " of " + repository.name();
        Consumer<LayerEntry> seen = entry -> memory.add(entry, doing);
        return cache.flatMap(known -> known.find(layer.digest(), seen)).orElseGet(() -> {
            LayerContents contents = stream(repository, layer, doing);
            cache.ifPresent(known -> known.keep(contents));
            return contents;
        });
    }

    /**
     * Reads a layer once.
     *
     * @throws CorruptContentException when it is no layer, or goes beyond the bounds
     */
    private LayerContents stream(Repository repository, Descriptor layer, String doing) {
        try (InputStream blob = new BufferedInputStream(repository.openBlob(layer), BUFFER)) {
            MeasuredInputStream tar = new MeasuredInputStream(decompressed(blob, doing), layer.size(), doing);
            List<LayerEntry> entries = entries(tar, doing);
            // The blob's end is where the repository verifies it; gzip's is in front of that.
            tar.drain();
            blob.transferTo(OutputStream.nullOutputStream());
            long unpacked = entries.stream().mapToLong(LayerEntry::size).sum();
            return new LayerContents(layer.digest(), layer.size(), unpacked, entries);
        } catch (IOException | IllegalArgumentException e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof ImageException known) {
                    throw known;
                }
            }
            throw new CorruptContentException(
                    doing + ": it is no tar (its media type is " + layer.mediaType() + "), or damaged ("
                            + e.getMessage() + "). Build or promote the image again.",
                    e);
        }
    }

    /** By its first bytes: media types are wrong more often. */
    private static InputStream decompressed(InputStream blob, String doing) throws IOException {
        blob.mark(4);
        byte[] magic = blob.readNBytes(4);
        blob.reset();
        if (magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            // The JDK's own takes a pause of the network for the end, where there is more than one member.
            return GzipCompressorInputStream.builder()
                    .setInputStream(blob)
                    .setBufferSize(BUFFER)
                    .setDecompressConcatenated(true)
                    .get();
        }
        return ZstdFrames.isZstd(magic) ? new ZstdContent(blob, doing) : blob;
    }

    private List<LayerEntry> entries(InputStream content, String doing) throws IOException {
        List<LayerEntry> entries = new ArrayList<>();
        TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(content, BUFFER), "UTF-8");
        byte[] rest = new byte[BUFFER];
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String path = path(entry.getName());
            int length = Math.max(path.length(), entry.getLinkName().length());
            if (length > MAX_PATH || ("/" + path + "/").contains("/../")) {
                throw new CorruptContentException(doing + ": it has a path of more than " + MAX_PATH
                        + " characters, or one that leads out of it. Look into who made it.");
            }
            if (!path.isEmpty()) {
                LayerEntry read = entry(tar, entry, path);
                memory.add(read, doing);
                entries.add(read);
            }
            // In larger steps than the tar's own; what a sparse file leaves out would be made up here.
            while (!entry.isSparse() && tar.read(rest) >= 0) {
                continue;
            }
        }
        return entries;
    }

    private static String path(String name) {
        String path = name;
        while (path.startsWith("./") || path.startsWith("/")) {
            path = path.substring(path.startsWith("/") ? 1 : 2);
        }
        while (path.contains("//") || path.contains("/./")) {
            path = path.replace("/./", "/").replace("//", "/");
        }
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path.equals(".") ? "" : path;
    }

    private static LayerEntry entry(TarArchiveInputStream tar, TarArchiveEntry entry, String path) throws IOException {
        int slash = path.lastIndexOf('/');
        String last = path.substring(slash + 1);
        String folder = slash < 0 ? "" : path.substring(0, slash);
        if (last.equals(OPAQUE)) {
            return new LayerEntry(folder, LayerEntry.Type.OPAQUE, 0, 0, "", null);
        }
        if (last.startsWith(WHITEOUT)) {
            String hidden = last.substring(WHITEOUT.length());
            return new LayerEntry(
                    folder.isEmpty() ? hidden : folder + "/" + hidden, LayerEntry.Type.WHITEOUT, 0, 0, "", null);
        }
        int mode = entry.getMode() & 07777;
        if (entry.isDirectory()) {
            return new LayerEntry(path, LayerEntry.Type.DIRECTORY, mode, 0, "", null);
        }
        if (entry.isSymbolicLink()) {
            return new LayerEntry(path, LayerEntry.Type.SYMLINK, mode, 0, entry.getLinkName(), null);
        }
        if (entry.isLink()) {
            return new LayerEntry(path, LayerEntry.Type.HARDLINK, mode, 0, path(entry.getLinkName()), null);
        }
        if (!entry.isFile() || entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            return new LayerEntry(path, LayerEntry.Type.SPECIAL, mode, 0, "", null);
        }
        FileFacts facts = entry.isSparse() ? null : facts(tar, path, entry.getSize());
        return new LayerEntry(path, LayerEntry.Type.FILE, mode, entry.getRealSize(), "", facts);
    }

    /** Null for a file that says nothing of use here. */
    private static FileFacts facts(TarArchiveInputStream tar, String path, long size) throws IOException {
        if (PackageDatabases.formatOf(path).isPresent()) {
            return new FileFacts.Packages(PackageDatabases.read(path, tar, size));
        }
        byte[] head = tar.readNBytes(4);
        if (ElfReader.isElf(head)) {
            return ElfReader.read(new HeadFirst(head, tar))
                    .<FileFacts>map(FileFacts.Executable::new)
                    .orElse(null);
        }
        if (JarReader.isZip(head)) {
            return JarReader.read("/" + path, new HeadFirst(head, tar)).orElse(null);
        }
        boolean release =
                path.endsWith("/release") || path.equals("etc/os-release") || path.equals("usr/lib/os-release");
        return release && size <= MAX_TEXT ? text(head, tar, path) : null;
    }

    private static FileFacts text(byte[] head, InputStream rest, String path) throws IOException {
        String text = new String(head, StandardCharsets.UTF_8)
                + new String(rest.readNBytes(MAX_TEXT), StandardCharsets.UTF_8);
        return path.endsWith("os-release") || text.contains("JAVA_VERSION=") ? new FileFacts.Text(text) : null;
    }
}
