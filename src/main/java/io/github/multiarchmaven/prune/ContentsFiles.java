package io.github.multiarchmaven.prune;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.cache.CacheFolder;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code check} has read of layers (package {@code contents}): {@code FORMAT/sha256/HEX.gz}, and notes of the layers of
 * images. Those of older formats (the first had {@code HEX.json.gz}) are entries like others.
 *
 * @param folder {@code contents} of the cache
 */
record ContentsFiles(Path folder) {
    static final String KIND = "check result";

    private static final Pattern FORMAT = Pattern.compile("\\d{1,4}");
    private static final Pattern LAYER = Pattern.compile("([0-9a-f]{64}|[0-9a-f]{128})(?:\\.json)?\\.gz");
    private static final Pattern NOTE = Pattern.compile("[0-9a-f]{64}\\.json");
    private static final String PART = ".part";
    private static final int MAX_NOTE = 4 * 1024 * 1024;

    private List<Path> formats() {
        return CacheFolder.isMarked(folder)
                ? CacheFiles.list(folder).stream()
                        .filter(each ->
                                FORMAT.matcher(each.getFileName().toString()).matches())
                        .toList()
                : List.of();
    }

    private record Note(String image, List<String> layers) {}

    private static Optional<Note> note(Path file) {
        if (!NOTE.matcher(file.getFileName().toString()).matches()
                || CacheFiles.attributes(file)
                        .filter(found -> found.isRegularFile() && found.size() <= MAX_NOTE)
                        .isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.parseObject(Files.readAllBytes(file), file.toString());
            List<String> layers = new ArrayList<>();
            json.path("layers").forEach(layer -> layers.add(layer.asText().replaceFirst(".*:", "")));
            return Optional.of(new Note(json.path("image").asText(), layers));
        } catch (IOException | ImageException e) {
            return Optional.empty();
        }
    }

    void describe(ImagesByDigest images) {
        for (Path format : formats()) {
            CacheFiles.list(format.resolve("images")).forEach(file -> note(file)
                    .ifPresent(note -> note.layers().forEach(layer -> images.add(layer, note.image()))));
        }
    }

    List<Entry> entries(ImagesByDigest images) {
        List<Entry> entries = new ArrayList<>();
        for (Path format : formats()) {
            for (String kept : List.of("sha256", "sha512", "images")) {
                for (Path file : CacheFiles.list(format.resolve(kept))) {
                    String name = file.getFileName().toString();
                    Matcher layer = LAYER.matcher(name);
                    CacheFiles.attributes(file)
                            .filter(found -> found.isRegularFile())
                            .ifPresent(found -> {
                                if (layer.matches()) {
                                    entries.add(Entries.of(KIND, file, found, images.of(layer.group(1))));
                                } else if (name.startsWith(PART) && CacheFiles.isAbandoned(found)) {
                                    entries.add(Entries.of(Entries.LEFT, file, found, images.none()));
                                }
                            });
                }
            }
        }
        return entries;
    }

    /** The notes of images none of whose layers is here. */
    void tidy() {
        for (Path format : formats()) {
            for (Path file : CacheFiles.list(format.resolve("images"))) {
                note(file)
                        .filter(note -> note.layers().stream().noneMatch(layer -> isHere(format, layer)))
                        .ifPresent(note -> CacheFiles.attributes(file)
                                .ifPresent(
                                        found -> CacheFiles.delete(Entries.of(KIND, file, found, java.util.Set.of()))));
            }
        }
    }

    private static boolean isHere(Path format, String hex) {
        return Stream.of("sha256", "sha512")
                .map(format::resolve)
                .anyMatch(layers ->
                        Files.exists(layers.resolve(hex + ".gz")) || Files.exists(layers.resolve(hex + ".json.gz")));
    }
}
