package io.github.multiarchmaven.prune;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.cache.CacheFolder;
import io.github.multiarchmaven.cache.PackedLayers;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.layout.LayoutLock;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The layers that {@code build} packed for one module.
 *
 * @param buildDirectory the module's {@code target}
 */
record LayerFolders(Path buildDirectory) {
    static final String KIND = "packed layer";

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String PRUNED = "pruned-";
    private static final int MAX_IMAGE_JSON = 4 * 1024 * 1024;

    private PackedLayers cache() {
        return new PackedLayers(buildDirectory.resolve("multiarch-layers"));
    }

    private boolean isOurs() {
        return CacheFolder.isMarked(cache().root());
    }

    /** By the {@code image.json} of each image that was built. */
    void describe(ImagesByDigest images) {
        for (Path file : CacheFiles.list(buildDirectory.resolve("multiarch"))) {
            boolean small = CacheFiles.attributes(file)
                    .filter(found -> found.isRegularFile() && found.size() <= MAX_IMAGE_JSON)
                    .isPresent();
            if (small && file.getFileName().toString().endsWith(".json")) {
                try {
                    JsonNode json = Json.parseObject(Files.readAllBytes(file), file.toString());
                    for (JsonNode platform : json.path("platforms")) {
                        for (JsonNode layer : platform.path("layers")) {
                            images.add(
                                    layer.path("digest").asText().replaceFirst(".*:", ""),
                                    json.path("reference").asText());
                        }
                    }
                } catch (IOException | ImageException e) {
                    // Not one of those.
                    continue;
                }
            }
        }
    }

    List<Entry> entries(ImagesByDigest images) {
        List<Entry> entries = new ArrayList<>();
        if (!isOurs()) {
            return entries;
        }
        for (Path folder : CacheFiles.list(cache().layers())) {
            String name = folder.getFileName().toString();
            if (HEX.matcher(name).matches()) {
                CacheFiles.attributes(folder)
                        .filter(found -> found.isDirectory())
                        .ifPresent(found -> entries.add(new Entry(
                                KIND,
                                folder.toString(),
                                bytes(folder),
                                found.lastModifiedTime().toInstant(),
                                images.of(name))));
            }
        }
        return entries;
    }

    private static long bytes(Path folder) {
        return CacheFiles.list(folder).stream()
                .mapToLong(
                        file -> CacheFiles.attributes(file).map(a -> a.size()).orElse(0L))
                .sum();
    }

    boolean has(Entry entry) {
        return Path.of(entry.id()).startsWith(cache().layers());
    }

    /** Moved aside while no build packs, deleted when builds may go on. */
    @SuppressWarnings("try") // The lock is held, not used.
    List<Entry> delete(List<Entry> chosen) {
        List<Entry> gone = new ArrayList<>();
        if (chosen.isEmpty() || !isOurs()) {
            return gone;
        }
        try (LayoutLock lock = LayoutLock.acquire(cache().lock())) {
            for (Entry entry : chosen) {
                if (unused(entry) && moveAside(Path.of(entry.id()))) {
                    gone.add(entry);
                }
            }
        }
        return gone;
    }

    private static boolean unused(Entry entry) {
        return CacheFiles.attributes(Path.of(entry.id()))
                .filter(found -> found.isDirectory())
                .map(found -> found.lastModifiedTime().toInstant())
                .filter(used -> !used.isAfter(entry.lastUsed()))
                .isPresent();
    }

    private boolean moveAside(Path layer) {
        try {
            Files.move(layer, cache().root().resolve(PRUNED + UUID.randomUUID()), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (AtomicMoveNotSupportedException e) {
            return false;
        } catch (IOException e) {
            // Windows does not move what somebody has open.
            return false;
        }
    }

    /** What was moved aside, now or by a run that was killed; nobody looks for it. */
    void tidy() {
        if (!isOurs()) {
            return;
        }
        for (Path aside : CacheFiles.list(cache().root())) {
            if (aside.getFileName().toString().startsWith(PRUNED)) {
                for (Path file : CacheFiles.list(aside)) {
                    remove(file);
                }
                remove(aside);
            }
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // By another run, or next time.
            return;
        }
    }
}
