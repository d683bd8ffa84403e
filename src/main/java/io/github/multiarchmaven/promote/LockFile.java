package io.github.multiarchmaven.promote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * {@code multiarch.lock}: which digests were promoted, kept under version control beside the POM. Immutable; sorted by target, so
 * that two branches that add images merge.
 *
 * <pre>
 * { "version": 1,
 *   "images": [ { "to": "hub.example.com/container/centos:7.9.2009", "digest": "sha256:...",
 *       "sources": [ { "from": "docker.io/library/centos:centos7.9.2009", "digest": "sha256:..." } ],
 *       "platforms": { "linux/amd64": "sha256:...", "linux/arm64": "sha256:..." },
 *       "tags": { "7.9.2009-amd64": "sha256:...", "7.9.2009-arm64": "sha256:...", "7.9.2009": "sha256:..." },
 *       "time": "2026-01-31T12:00:00Z" } ],
 *   "selections": [ { "from": "docker.io/library/nginx", "tags": "^1.25; newest 2", "selected": [ "1.27.3", "1.27.2" ] } ] }
 * </pre>
 */
public final class LockFile {
    public static final String NAME = "multiarch.lock";
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Map<String, Locked> images;
    private final Map<Selection, List<String>> selections;

    /** Which tags an expression stood for. */
    record Selection(String from, String tags) {}

    private LockFile(Map<String, Locked> images, Map<Selection, List<String>> selections) {
        this.images = new TreeMap<>(images);
        this.selections = selections;
    }

    public static LockFile empty() {
        return new LockFile(Map.of(), Map.of());
    }

    /**
     * @return empty when there is no such file
     * @throws InvalidInputException when it is there and cannot be understood
     */
    public static LockFile read(Path file) {
        if (!Files.exists(file)) {
            return empty();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidInputException("Reading " + file + ": it is larger than 64 MiB.");
            }
            ObjectNode json = Json.parseObject(Files.readAllBytes(file), file.toString());
            if (json.path("version").asInt() != 1) {
                throw new InvalidInputException("its version is not 1, the only one this plugin knows");
            }
            Map<String, Locked> images = new TreeMap<>();
            for (JsonNode node : json.path("images")) {
                Locked image = image(node);
                images.put(image.to(), image);
            }
            Map<Selection, List<String>> selections = new LinkedHashMap<>();
            for (JsonNode node : json.path("selections")) {
                selections.put(new Selection(text(node, "from"), text(node, "tags")), texts(node, "selected"));
            }
            return new LockFile(images, selections);
        } catch (IOException e) {
            throw new ImageException(false, "Reading " + file + " failed: " + e + ".", e);
        } catch (ImageException | DateTimeException e) {
            throw new InvalidInputException(
                    "Reading the lock file " + file + " failed: " + e.getMessage()
                            + " Restore it from version control, or delete it to look up all digests anew.",
                    e);
        }
    }

    private static Locked image(JsonNode node) {
        List<Locked.Source> sources = new ArrayList<>();
        for (JsonNode source : node.path("sources")) {
            sources.add(new Locked.Source(
                    text(source, "from"),
                    source.has("platform") ? platform(text(source, "platform")) : null,
                    Digest.parse(text(source, "digest"))));
        }
        Map<Platform, Digest> platforms = new LinkedHashMap<>();
        node.path("platforms")
                .properties()
                .forEach(e -> platforms.put(
                        platform(e.getKey()), Digest.parse(e.getValue().asText())));
        Map<String, Digest> tags = new LinkedHashMap<>();
        node.path("tags")
                .properties()
                .forEach(e -> tags.put(e.getKey(), Digest.parse(e.getValue().asText())));
        String to = text(node, "to");
        if (to.lastIndexOf(':') <= to.lastIndexOf('/')) {
            throw new InvalidInputException("the target '" + to + "' has no tag.");
        }
        return new Locked(
                to,
                Digest.parse(text(node, "digest")),
                sources,
                platforms,
                tags,
                texts(node, "wanted").stream().map(LockFile::platform).toList(),
                node.has("attestations") ? Attestations.parse(text(node, "attestations")) : Attestations.KEEP,
                Instant.parse(text(node, "time")));
    }

    private static String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new InvalidInputException("an entry has no '" + field + "'.");
        }
        return node.path(field).asText();
    }

    private static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** As {@link Platform#toString} writes it. */
    private static Platform platform(String text) {
        int version = text.indexOf(" (");
        if (version < 0 || !text.endsWith(")")) {
            return Platform.parse(text);
        }
        Platform platform = Platform.parse(text.substring(0, version));
        return new Platform(
                platform.os(),
                platform.architecture(),
                platform.variant(),
                text.substring(version + 2, text.length() - 1));
    }

    /** The entry of a target. */
    Optional<Locked> image(Place target) {
        return Optional.ofNullable(images.get(target.toString()));
    }

    /** The tags that an expression stood for. */
    Optional<List<String>> selected(Selection selection) {
        return Optional.ofNullable(selections.get(selection));
    }

    /**
     * The digest that a base image's reference stands for: one of a promoted image's tags, or the tag it was promoted from.
     *
     * @return empty when the file does not name it, or the reference has a digest of its own
     */
    public Optional<Digest> pin(Reference base) {
        if (base.digest() != null) {
            return Optional.empty();
        }
        String tag = base.effectiveTag().orElseThrow();
        String name = base.withTag(tag).toString();
        for (Locked image : images.values()) {
            String repository = image.to().substring(0, image.to().lastIndexOf(':'));
            if (repository.equals(base.name()) && image.tags().containsKey(tag)) {
                return Optional.of(image.tags().get(tag));
            }
        }
        return images.values().stream()
                .flatMap(image -> image.sources().stream())
                .filter(source -> source.from().equals(name))
                .map(Locked.Source::digest)
                .findFirst();
    }

    /** A copy with some entries added or replaced. */
    LockFile with(Collection<Locked> changedImages, Map<Selection, List<String>> changedSelections) {
        Map<String, Locked> newImages = new TreeMap<>(images);
        changedImages.forEach(image -> newImages.put(image.to(), image));
        Map<Selection, List<String>> newSelections = new LinkedHashMap<>(selections);
        newSelections.putAll(changedSelections);
        return new LockFile(newImages, newSelections);
    }

    /** What changed, for people: {@code docker.io/library/nginx:1.27: sha256:... -> sha256:...}. */
    public List<String> movesSince(LockFile before) {
        List<String> moves = new ArrayList<>();
        images.forEach((to, image) -> {
            Locked old = before.images.get(to);
            if (old != null) {
                moves.addAll(image.moves(old));
            }
        });
        return moves;
    }

    /**
     * Brings what a run changed into the file as it is now: other modules of the build, or another shard on the same disk, may have
     * written to it since it was read.
     *
     * @param before what the run began with
     */
    public void update(Path file, LockFile before) {
        // One class, one build: goals of parallel modules wait for each other here.
        synchronized (LockFile.class) {
            List<Locked> changed = images.values().stream()
                    .filter(image -> !image.equals(before.images.get(image.to())))
                    .toList();
            Map<Selection, List<String>> chosen = new LinkedHashMap<>(selections);
            chosen.entrySet().removeAll(before.selections.entrySet());
            read(file).with(changed, chosen).write(file);
        }
    }

    /** Writes the file whole, unless it has this content already. */
    void write(Path file) {
        byte[] bytes = (Json.pretty(json()) + "\n").getBytes(UTF_8);
        try {
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
                return;
            }
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path partial = folder.resolve(file.getFileName() + ".partial-" + UUID.randomUUID());
            try {
                Files.write(partial, bytes);
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new ImageException(
                    false,
                    "Writing the lock file " + file + " failed: " + e
                            + ". What was promoted stays promoted; make the file writable and run again.",
                    e);
        }
    }

    private ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("version", 1);
        ArrayNode list = json.putArray("images");
        images.values().forEach(image -> list.add(json(image)));
        if (!selections.isEmpty()) {
            ArrayNode chosen = json.putArray("selections");
            selections.entrySet().stream()
                    .sorted(Comparator.comparing(e -> e.getKey().toString()))
                    .forEach(e -> {
                        ObjectNode node = chosen.addObject();
                        node.put("from", e.getKey().from())
                                .put("tags", e.getKey().tags());
                        e.getValue().forEach(node.putArray("selected")::add);
                    });
        }
        return json;
    }

    private static ObjectNode json(Locked image) {
        ObjectNode node = Json.object();
        node.put("to", image.to());
        node.put("digest", image.digest().toString());
        ArrayNode sources = node.putArray("sources");
        for (Locked.Source source : image.sources()) {
            ObjectNode each = sources.addObject();
            each.put("from", source.from());
            if (source.platform() != null) {
                each.put("platform", source.platform().toString());
            }
            each.put("digest", source.digest().toString());
        }
        ObjectNode platforms = node.putObject("platforms");
        image.platforms().forEach((platform, digest) -> platforms.put(platform.toString(), digest.toString()));
        ObjectNode tags = node.putObject("tags");
        image.tags().forEach((tag, digest) -> tags.put(tag, digest.toString()));
        if (!image.wanted().isEmpty()) {
            ArrayNode wanted = node.putArray("wanted");
            image.wanted().forEach(platform -> wanted.add(platform.toString()));
        }
        if (image.attestations() != Attestations.KEEP) {
            node.put("attestations", image.attestations().toString());
        }
        return node.put("time", image.time().toString());
    }
}
