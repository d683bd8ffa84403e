package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.promote.ImageResult.Status;
import io.github.multiarchmaven.transfer.Copier;
import io.github.multiarchmaven.transfer.Parallel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Promotes a list of images: several at once, all through one copier, so that the number of transfers is bounded and a blob
 * that images share moves once. One image's failure leaves the others alone.
 */
public final class Promotions {
    private final PromoteOptions options;
    private final Copier copier;
    private final Places places;
    private final InstantSource clock;
    private final int imagesAtOnce;
    private final Consumer<String> progress;

    /**
     * @param imagesAtOnce 1 or more
     * @param progress gets a line when an image is done, from several threads
     */
    public Promotions(
            PromoteOptions options,
            Copier copier,
            Places places,
            InstantSource clock,
            int imagesAtOnce,
            Consumer<String> progress) {
        this.options = options;
        this.copier = copier;
        this.places = places;
        this.clock = clock;
        this.imagesAtOnce = imagesAtOnce;
        this.progress = progress;
    }

    /**
     * How it went.
     *
     * @param results in the order of the list
     * @param lock the lock file's new content; it has the images that went well
     */
    public record Outcome(List<ImageResult> results, LockFile lock) {
        public long count(Status status) {
            return results.stream().filter(r -> r.status() == status).count();
        }
    }

    private record Expanded(List<ImageSpec> images, ImageResult failure) {}

    /**
     * @param lock what the lock file says now
     * @throws InvalidInputException when two images would get the same tag; nothing was written then
     */
    public Outcome run(List<ImageRequest> requests, LockFile lock) {
        List<ImageRequest> mine = requests.stream()
                .filter(request -> options.shard().has(request.image().target()))
                .toList();
        Map<LockFile.Selection, List<String>> selections = new ConcurrentHashMap<>();
        try (Parallel parallel = new Parallel(imagesAtOnce, "multiarch-promote")) {
            List<Expanded> expanded = parallel.map(mine, (request, failed) -> expand(request, lock, selections));
            List<ImageSpec> images =
                    expanded.stream().flatMap(each -> each.images().stream()).toList();
            requireDistinct(images);
            List<ImageResult> results = new ArrayList<>(expanded.stream()
                    .map(Expanded::failure)
                    .filter(failure -> failure != null)
                    .toList());
            AtomicBoolean stop = new AtomicBoolean(options.failFast() && !results.isEmpty());
            Promotion promotion = new Promotion(options, copier, places, lock, clock);
            AtomicInteger done = new AtomicInteger();
            results.addAll(parallel.map(images, (image, failed) -> {
                ImageResult result = stop.get()
                        ? ImageResult.failed(image, Status.NOT_BEGUN, "another image failed")
                        : attempt(promotion, image);
                if (result.status() == Status.FAILED && options.failFast()) {
                    stop.set(true);
                }
                progress.accept("[" + done.incrementAndGet() + "/" + images.size() + "] " + PromoteTable.line(result));
                return result;
            }));
            List<Locked> locked =
                    results.stream().flatMap(result -> result.locked().stream()).toList();
            return new Outcome(List.copyOf(results), lock.with(locked, selections));
        }
    }

    private static ImageResult attempt(Promotion promotion, ImageSpec image) {
        try {
            return promotion.promote(image);
        } catch (ImageException e) {
            return ImageResult.failed(image, Status.FAILED, e.getMessage());
        }
    }

    private Expanded expand(ImageRequest request, LockFile lock, Map<LockFile.Selection, List<String>> selections) {
        ImageSpec template = request.image();
        if (request.selection() == null) {
            return new Expanded(List.of(template), null);
        }
        Place from = template.sources().get(0).place();
        LockFile.Selection selection =
                new LockFile.Selection(from.repository(), request.selection().toString());
        try {
            List<String> tags = options.updateLock()
                    ? choose(request.selection(), from)
                    : lock.selected(selection).orElseGet(() -> choose(request.selection(), from));
            selections.put(selection, tags);
            return new Expanded(
                    tags.stream()
                            .map(tag -> new ImageSpec(
                                    List.of(new ImageSpec.Source(from.withTag(tag), null)),
                                    template.target().withTag(tag),
                                    List.of(),
                                    template.platforms()))
                            .toList(),
                    null);
        } catch (ImageException e) {
            return new Expanded(List.of(), ImageResult.failed(template, Status.FAILED, e.getMessage()));
        }
    }

    private List<String> choose(TagSelection selection, Place from) {
        List<String> tags = places.source(from).tags();
        List<String> chosen = selection.select(tags);
        if (chosen.isEmpty()) {
            throw new NotFoundException("Promoting tags '" + selection + "' of " + from.repository()
                    + ": none of its " + tags.size() + " tags is chosen"
                    + (tags.isEmpty() ? "" : ", for example not " + String.join(", ", sample(tags)))
                    + ". Correct <tags> or <from>.");
        }
        return chosen;
    }

    private static List<String> sample(List<String> tags) {
        return tags.subList(Math.max(0, tags.size() - 3), tags.size());
    }

    private static void requireDistinct(List<ImageSpec> images) {
        Map<String, ImageSpec> owners = new HashMap<>();
        for (ImageSpec image : images) {
            List<String> tags = new ArrayList<>(image.extraTags());
            tags.add(image.target().tag());
            for (String tag : tags) {
                String name = image.target().withTag(tag).toString();
                ImageSpec other = owners.put(name, image);
                if (other != null) {
                    throw new InvalidInputException(
                            "Promoting " + image.from() + ": " + name + " is also the target of " + other.from()
                                    + ". Nothing was written. Give one of them another <to>.");
                }
            }
        }
    }
}
