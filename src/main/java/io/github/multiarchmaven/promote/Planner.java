package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses the platforms of an image among its sources, and decides what index stands for them: the source's own where all of it
 * is wanted, a subset of it, or one composed of several sources. Reads manifests, writes nothing.
 */
final class Planner {
    private final Places places;
    private final Attestations attestations;

    Planner(Places places, Attestations attestations) {
        this.places = places;
        this.attestations = attestations;
    }

    /** What one source has: its manifest, and the images in it by platform. */
    private record Offer(ImageSpec.Source source, Manifest root, List<Descriptor> images) {}

    /**
     * @param digests of every source of the image, resolved before
     * @throws InvalidInputException when a wanted platform is in no source; the sentence lists what they have
     */
    ImagePlan plan(ImageSpec spec, Map<Place, Digest> digests) {
        PlannedSource source = new PlannedSource(spec.from());
        List<Offer> offers = new ArrayList<>();
        for (ImageSpec.Source each : spec.sources()) {
            Manifest root = source.read(places.source(each.place()), digests.get(each.place()));
            offers.add(new Offer(each, root, images(source, root)));
        }
        Map<Platform, Descriptor> chosen = chosen(spec, offers);
        boolean alone = offers.size() == 1 && offers.get(0).source().platform() == null;
        Manifest root = alone ? only(spec, offers.get(0), chosen) : composed(offers, chosen);
        source.add(root);
        return new ImagePlan(root, source, chosen);
    }

    /** The images to run, each with its platform; one that the index says nothing about is asked itself. */
    private static List<Descriptor> images(PlannedSource source, Manifest root) {
        if (!root.isIndex()) {
            if (!MediaTypes.isImageConfig(root.config().mediaType())) {
                throw new InvalidInputException("Promoting " + source.name() + ": " + root.digest()
                        + " has a configuration of the type '" + root.config().mediaType()
                        + "', so it is an artifact, not an image. Name an image in <from>.");
            }
            return List.of(root.descriptor().bare().withPlatform(source.platform(root)));
        }
        List<Descriptor> images = new ArrayList<>();
        for (Descriptor child : root.children()) {
            if (Attestations.isOne(child) || !MediaTypes.isImageManifest(child.mediaType())) {
                continue;
            }
            images.add(
                    child.platform().isPresent()
                            ? child
                            : child.withPlatform(source.platform(
                                    source.manifest(child.digest().toString()))));
        }
        return images;
    }

    private static Map<Platform, Descriptor> chosen(ImageSpec spec, List<Offer> offers) {
        Set<Platform> own = offers.stream()
                .map(offer -> offer.source().platform())
                .filter(platform -> platform != null)
                .collect(Collectors.toSet());
        Map<Platform, Descriptor> offered = new LinkedHashMap<>();
        for (Offer offer : offers) {
            Platform only = offer.source().platform();
            for (Descriptor image : offer.images()) {
                Platform platform = image.platform().orElseThrow();
                boolean wanted = only == null ? own.stream().noneMatch(platform::satisfies) : platform.satisfies(only);
                if (wanted) {
                    offered.putIfAbsent(platform, image);
                }
            }
        }
        List<Platform> required = new ArrayList<>(spec.platforms());
        own.stream().filter(platform -> !required.contains(platform)).forEach(required::add);
        List<Platform> missing = required.stream()
                .filter(wanted -> offered.keySet().stream().noneMatch(p -> p.satisfies(wanted)))
                .toList();
        if (!missing.isEmpty() || offered.isEmpty()) {
            throw missing(spec, missing, offers);
        }
        if (spec.platforms().isEmpty()) {
            return offered;
        }
        Map<Platform, Descriptor> chosen = new LinkedHashMap<>();
        for (Platform wanted : spec.platforms()) {
            offered.forEach((platform, image) -> {
                if (platform.satisfies(wanted)) {
                    chosen.put(platform, image);
                }
            });
        }
        return chosen;
    }

    private static InvalidInputException missing(ImageSpec spec, List<Platform> missing, List<Offer> offers) {
        String have = offers.stream()
                .map(offer -> offer.source().place() + " has "
                        + (offer.images().isEmpty()
                                ? "none to run"
                                : offer.images().stream()
                                        .map(image ->
                                                image.platform().orElseThrow().toString())
                                        .distinct()
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining("; "));
        String lacks = missing.isEmpty()
                ? "there is no image"
                : missing.stream().map(Platform::toString).collect(Collectors.joining(", "))
                        + (missing.size() == 1 ? " is missing" : " are missing");
        return new InvalidInputException(
                "Promoting " + spec.from() + " to " + spec.target() + ": " + lacks + "; " + have
                        + ". Nothing was written. Correct <platforms>, or name another source for it:"
                        + " <from platform=\"linux/arm64\">reference</from>.");
    }

    /** The one source as it is where all of it is wanted, so that its digest and the signatures of it stay good. */
    private Manifest only(ImageSpec spec, Offer offer, Map<Platform, Descriptor> chosen) {
        Manifest root = offer.root();
        if (!root.isIndex()) {
            return root;
        }
        List<Digest> images = chosen.values().stream().map(Descriptor::digest).toList();
        Set<Digest> kept = new LinkedHashSet<>();
        for (Descriptor child : root.children()) {
            boolean attestation = Attestations.isOne(child);
            // Entries that are neither image nor attestation stay as long as no platforms are picked.
            if (spec.platforms().isEmpty() ? !attestation : images.contains(child.digest())) {
                kept.add(child.digest());
            }
        }
        if (spec.platforms().isEmpty() && attestations == Attestations.KEEP) {
            return root;
        }
        attestations.of(root.children(), images).forEach(entry -> kept.add(entry.digest()));
        boolean all = root.children().stream().allMatch(child -> kept.contains(child.digest()));
        return all ? root : Indexes.subset(root, kept);
    }

    private Manifest composed(List<Offer> offers, Map<Platform, Descriptor> chosen) {
        List<Descriptor> entries = new ArrayList<>(chosen.values());
        List<Digest> images = entries.stream().map(Descriptor::digest).toList();
        for (Offer offer : offers) {
            attestations.of(offer.root().children(), images).stream()
                    .filter(entry -> entry.platform().isPresent() && !entries.contains(entry))
                    .forEach(entries::add);
        }
        return Indexes.composeLike(entries);
    }
}
