package io.github.multiarchmaven.assemble;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import io.github.multiarchmaven.cache.CacheFolder;
import io.github.multiarchmaven.cache.PackedLayers;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.layout.LayoutLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs layers with jib-core into a layout's blobs.
 *
 * <p>All distinct layers go through one jib run that builds an image from scratch into a tar file, in offline mode: jib opens
 * no socket for it. A layer's bytes do not depend on the layers beside it, so the digests equal those of a normal jib build.
 */
final class LayerPacker {
    private static final Logger LOG = LoggerFactory.getLogger(LayerPacker.class);
    private static final String BLOBS = "blobs/";

    private final Path cache;
    private final int parallelism;

    /**
     * @param cache jib finds a layer of unchanged files here: same absolute paths, same modification times
     * @param parallelism layers at a time
     */
    LayerPacker(Path cache, int parallelism) {
        this.cache = cache;
        this.parallelism = parallelism;
    }

    /** Packs each distinct layer once and stores it in the layout unless it is there. */
    @SuppressWarnings("try") // The lock is held, not used.
    Map<Layer, BuiltLayer> pack(Collection<Layer> layers, ImageLayout layout) {
        Set<Layer> distinct = new LinkedHashSet<>(layers);
        if (distinct.isEmpty()) {
            return Map.of();
        }
        try {
            CacheFolder.mark(cache);
        } catch (IOException e) {
            throw failed(layout, e);
        }
        try (LayoutLock lock = LayoutLock.acquire(new PackedLayers(cache).lock())) {
            Path parent = layout.directory().toAbsolutePath().getParent();
            Path tar = Files.createTempFile(parent, ".layers-", ".tar");
            try {
                runJib(List.copyOf(distinct), tar);
                Map<Layer, BuiltLayer> built = store(List.copyOf(distinct), tar, layout);
                // jib itself does not note what it uses.
                built.values()
                        .forEach(layer -> CacheFolder.touch(new PackedLayers(cache)
                                .layer(layer.descriptor().digest().hex())));
                return built;
            } finally {
                Files.deleteIfExists(tar);
            }
        } catch (IOException e) {
            throw failed(layout, e);
        }
    }

    private static ImageException failed(ImageLayout layout, IOException e) {
        return new ImageException(
                false,
                "Packing the application's layers into " + layout.name() + ": " + e
                        + ". Check that the files are there and readable, and that the disk has room.",
                e);
    }

    private void runJib(List<Layer> layers, Path tar) throws IOException {
        Path emptyDirectory = Files.createDirectories(cache.resolve("empty"));
        JibContainerBuilder builder = Jib.fromScratch().setFormat(ImageFormat.OCI);
        for (Layer layer : layers) {
            builder.addFileEntriesLayer(entries(layer, emptyDirectory));
        }
        ExecutorService executor = executor();
        try {
            builder.containerize(Containerizer.to(TarImage.at(tar).named("layers"))
                    .setOfflineMode(true)
                    // Never jib's default, which is in the user's home.
                    .setBaseImageLayersCache(cache.resolve("base"))
                    .setApplicationLayersCache(cache)
                    .setExecutorService(executor)
                    .addEventHandler(LogEvent.class, event -> LOG.debug("jib: {}", event.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException(false, "Packing the application's layers was interrupted.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        } catch (RegistryException | CacheDirectoryCreationException | InvalidImageReferenceException e) {
            throw new IOException(e);
        } finally {
            executor.shutdownNow();
        }
    }

    private ExecutorService executor() {
        // Two above the bound: of jib's tasks the one that writes the tar waits for tasks queued after itself, and
        // would wait
        // for ever if it had the only thread.
        return Executors.newFixedThreadPool(parallelism + 2, task -> {
            Thread thread = new Thread(task, "multiarch-pack");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static FileEntriesLayer entries(Layer layer, Path emptyDirectory) {
        FileEntriesLayer.Builder builder = FileEntriesLayer.builder().setName(layer.name());
        for (LayerFile file : layer.files()) {
            builder.addEntry(
                    file.source() == null ? emptyDirectory : file.source(),
                    AbsoluteUnixPath.get(file.path()),
                    FilePermissions.fromOctalString(String.format("%03o", file.mode())),
                    file.modified(),
                    file.owner());
        }
        return builder.build();
    }

    private static Map<Layer, BuiltLayer> store(List<Layer> layers, Path tar, ImageLayout layout) throws IOException {
        try (TarFile file = new TarFile(tar)) {
            Map<String, TarArchiveEntry> entries = new HashMap<>();
            file.getEntries().forEach(entry -> entries.put(entry.getName(), entry));
            JsonNode index = Json.parseObject(bytes(file, entries.get("index.json")), "the index that jib wrote");
            Digest digest =
                    Digest.parse(index.path("manifests").path(0).path("digest").asText());
            Manifest manifest = Manifest.parse(bytes(file, entries.get(path(digest))), MediaTypes.OCI_MANIFEST);
            JsonNode diffIds = Json.parseObject(
                            bytes(file, entries.get(path(manifest.config().digest()))),
                            "the configuration that jib wrote")
                    .path("rootfs")
                    .path("diff_ids");
            if (manifest.layers().size() != layers.size() || diffIds.size() != layers.size()) {
                throw new IOException("jib packed " + manifest.layers().size() + " layers instead of " + layers.size());
            }
            Map<Layer, BuiltLayer> built = new LinkedHashMap<>();
            Set<Digest> stored = new HashSet<>();
            for (int i = 0; i < layers.size(); i++) {
                Layer layer = layers.get(i);
                Descriptor descriptor = manifest.layers().get(i).bare();
                boolean present = layout.hasBlob(descriptor);
                if (!present) {
                    TarArchiveEntry entry = entries.get(path(descriptor.digest()));
                    layout.putBlob(descriptor, null, () -> file.getInputStream(entry));
                    stored.add(descriptor.digest());
                }
                built.put(
                        layer,
                        new BuiltLayer(
                                layer.name(),
                                descriptor,
                                Digest.parse(diffIds.get(i).asText()),
                                !stored.contains(descriptor.digest())));
            }
            return built;
        }
    }

    private static String path(Digest digest) {
        return BLOBS + digest.algorithm().id() + "/" + digest.hex();
    }

    private static byte[] bytes(TarFile file, TarArchiveEntry entry) throws IOException {
        if (entry == null) {
            throw new IOException("jib's tar file lacks a document");
        }
        try (InputStream in = file.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
