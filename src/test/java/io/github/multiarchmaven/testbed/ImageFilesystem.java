package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The layers of one platform's image applied to a folder, as a container runtime does (image specification,
 * {@code layer.md}): whiteouts remove, links never lead out of the folder. Owners and devices are left out, for they would
 * need root. {@link #close} deletes the folder.
 *
 * @param root what the image has as {@code /}
 * @param platform of the image
 * @param configuration the image's configuration
 */
public record ImageFilesystem(Path root, Platform platform, ObjectNode configuration) implements AutoCloseable {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** Unpacks from an OCI image layout on disk into a temporary folder. */
    public static ImageFilesystem unpack(Path layout, String tagOrDigest, Platform platform) throws IOException {
        return unpack(ImageLayout.open(layout), tagOrDigest, platform);
    }

    /** Unpacks from a registry or a layout into a temporary folder. */
    public static ImageFilesystem unpack(Repository source, String tagOrDigest, Platform platform) throws IOException {
        Path target = Files.createTempDirectory("image-" + platform.archTag());
        try {
            return unpack(source, tagOrDigest, platform, target);
        } catch (IOException | RuntimeException e) {
            TestbedFolder.delete(target);
            throw e;
        }
    }

    /**
     * Unpacks from a registry or a layout.
     *
     * @param target an empty or absent folder
     */
    public static ImageFilesystem unpack(Repository source, String tagOrDigest, Platform platform, Path target)
            throws IOException {
        Manifest manifest = source.manifest(tagOrDigest);
        if (manifest.isIndex()) {
            Descriptor child = Indexes.select(manifest.children(), platform);
            if (child == null) {
                throw new IOException(source.name() + ":" + tagOrDigest + " has no image for " + platform);
            }
            manifest = source.manifest(child.digest().toString());
        }
        ObjectNode configuration;
        try (InputStream in = source.openBlob(manifest.config())) {
            configuration = Json.parseObject(in.readAllBytes(), "the image configuration");
        }
        Path root = Files.createDirectories(target).toRealPath();
        for (Descriptor layer : manifest.layers()) {
            try (InputStream in = new BufferedInputStream(source.openBlob(layer), 1 << 16)) {
                apply(root, in);
            }
        }
        return new ImageFilesystem(root, platform, configuration);
    }

    /** Entrypoint and cmd. */
    public List<String> command() {
        List<String> command = new ArrayList<>();
        for (String field : List.of("Entrypoint", "Cmd")) {
            configuration.path("config").path(field).forEach(part -> command.add(part.asText()));
        }
        return command;
    }

    /** The image's environment, in its order. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode variable : configuration.path("config").path("Env")) {
            String[] parts = variable.asText().split("=", 2);
            environment.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return environment;
    }

    @Override
    public void close() throws IOException {
        TestbedFolder.delete(root);
    }

    private static void apply(Path root, InputStream layer) throws IOException {
        Set<Path> ofThisLayer = new HashSet<>();
        Map<Path, Integer> directories = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(decompressed(layer), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path place = RootedPath.place(root, entry.getName());
                String name = place.getFileName().toString();
                if (name.equals(OPAQUE)) {
                    empty(place.getParent(), ofThisLayer);
                } else if (name.startsWith(WHITEOUT)) {
                    remove(place.resolveSibling(name.substring(WHITEOUT.length())));
                } else {
                    write(root, place, entry, in);
                    // A directory keeps what it holds only if its parents are known as this layer's too.
                    for (Path p = place; !p.equals(root) && ofThisLayer.add(p); ) {
                        p = p.getParent();
                    }
                    if (entry.isDirectory()) {
                        directories.put(place, entry.getMode());
                    }
                }
            }
        }
        // Last, as nothing can be written into a read-only directory.
        for (var directory : directories.entrySet()) {
            if (Files.isDirectory(directory.getKey())) {
                Files.setPosixFilePermissions(directory.getKey(), permissions(directory.getValue()));
            }
        }
    }

    private static void write(Path root, Path place, TarArchiveEntry entry, InputStream content) throws IOException {
        if (entry.isDirectory()) {
            if (Files.isSymbolicLink(place) || Files.isRegularFile(place)) {
                Files.delete(place);
            }
            Files.createDirectories(place);
            return;
        }
        remove(place);
        Files.createDirectories(place.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(place, RootedPath.place(root, entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(content, place, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(place, permissions(entry.getMode()));
            Files.setLastModifiedTime(place, entry.getLastModifiedTime());
        }
    }

    private static InputStream decompressed(InputStream in) throws IOException {
        in.mark(4);
        byte[] start = in.readNBytes(4);
        in.reset();
        if (start.length > 1 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
            return GzipCompressorInputStream.builder()
                    .setInputStream(in)
                    .setDecompressConcatenated(true)
                    .get();
        }
        if (start.length == 4 && (start[0] & 0xff) == 0x28 && (start[1] & 0xff) == 0xb5) {
            throw new IOException("A layer is compressed with zstd, which the test bed cannot unpack");
        }
        return in;
    }

    private static void empty(Path directory, Set<Path> kept) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> entries;
        try (Stream<Path> listed = Files.list(directory)) {
            entries = listed.toList();
        }
        for (Path entry : entries) {
            if (!kept.contains(entry)) {
                remove(entry);
            } else if (!Files.isSymbolicLink(entry)) {
                empty(entry, kept);
            }
        }
    }

    private static void remove(Path place) throws IOException {
        if (Files.isSymbolicLink(place) || !Files.isDirectory(place)) {
            Files.deleteIfExists(place);
        } else {
            TestbedFolder.delete(place);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        // Declared in the order of the bits: owner read, write, execute; group; others.
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & (0400 >> permission.ordinal())) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }
}
