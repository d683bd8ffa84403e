package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.LayerContents;
import io.github.multiarchmaven.contents.LayerEntry;
import io.github.multiarchmaven.image.Sizes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * No platform's image, compressed or unpacked, is larger than the smallest times the ratio, nor than the ceiling. Names the layer
 * that makes the difference, its command, and its ten largest additions.
 */
final class SizeRule implements Rule {
    /** Bytes that are no difference worth a word, whatever the ratio. */
    private static final long SLACK = 2_000_000;

    private static final int LARGEST = 10;

    @Override
    public RuleName name() {
        return RuleName.SIZE;
    }

    @Override
    public List<Finding> look(CheckedImage image, CheckOptions options) {
        List<Finding> findings = new ArrayList<>();
        for (List<PlatformImage> alike : image.bySystem()) {
            List<Finding> found = compare(alike, options, "unpacked", LayerContents::unpacked);
            if (found.isEmpty()) {
                found = compare(alike, options, "compressed", LayerContents::compressed);
            }
            findings.addAll(found.isEmpty() ? layers(alike, options) : found);
        }
        for (PlatformImage platform : image.platforms()) {
            long size = size(platform, LayerContents::compressed);
            if (options.maxSize() > 0 && size > options.maxSize()) {
                findings.add(finding(
                        platform,
                        "it is " + Sizes.of(size) + " compressed, and " + Sizes.of(options.maxSize()) + " are allowed",
                        largest(platform.contents().layers().stream()
                                .flatMap(layer -> layer.entries().stream())
                                .toList())));
            }
        }
        return findings;
    }

    private static long size(PlatformImage image, ToLongFunction<LayerContents> measure) {
        return image.contents().layers().stream().mapToLong(measure).sum();
    }

    private static boolean apart(long large, long small, CheckOptions options) {
        return large - small > SLACK && large > small * options.sizeRatio();
    }

    /** All that are larger than the smallest. */
    private static List<Finding> compare(
            List<PlatformImage> alike, CheckOptions options, String how, ToLongFunction<LayerContents> measure) {
        PlatformImage small = alike.stream()
                .min(Comparator.comparingLong(platform -> size(platform, measure)))
                .orElseThrow();
        return alike.stream()
                .filter(large -> apart(size(large, measure), size(small, measure), options))
                .map(large -> finding(
                        large,
                        "it is " + Sizes.of(size(large, measure)) + " " + how + ", and " + small.platform() + " is "
                                + Sizes.of(size(small, measure)),
                        culprit(large, small, measure)))
                .toList();
    }

    /** Layers that stand for one another, where both images have as many. */
    private static List<Finding> layers(List<PlatformImage> alike, CheckOptions options) {
        List<Finding> findings = new ArrayList<>();
        PlatformImage first = alike.get(0);
        for (PlatformImage other : alike.subList(1, alike.size())) {
            int count = first.contents().layers().size();
            for (int at = 0; other.contents().layers().size() == count && at < count; at++) {
                int i = at;
                layer(first, other, i, "unpacked", LayerContents::unpacked, options)
                        .or(() -> layer(first, other, i, "compressed", LayerContents::compressed, options))
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> layer(
            PlatformImage first,
            PlatformImage other,
            int at,
            String how,
            ToLongFunction<LayerContents> measure,
            CheckOptions options) {
        long ours = measure.applyAsLong(first.contents().layers().get(at));
        long theirs = measure.applyAsLong(other.contents().layers().get(at));
        if (!apart(Math.max(ours, theirs), Math.min(ours, theirs), options)) {
            return Optional.empty();
        }
        PlatformImage large = theirs > ours ? other : first;
        PlatformImage small = theirs > ours ? first : other;
        return Optional.of(finding(
                large,
                "its layer " + (at + 1) + " is " + Sizes.of(Math.max(ours, theirs)) + " " + how + ", and that of "
                        + small.platform() + " is " + Sizes.of(Math.min(ours, theirs)),
                told(large, at)
                        + largest(added(
                                large.contents().layers().get(at),
                                small.contents().layers().get(at)))));
    }

    private static String culprit(PlatformImage large, PlatformImage small, ToLongFunction<LayerContents> measure) {
        List<LayerContents> layers = large.contents().layers();
        boolean alike = layers.size() == small.contents().layers().size();
        int worst = 0;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < layers.size(); i++) {
            long excess = measure.applyAsLong(layers.get(i))
                    - (alike ? measure.applyAsLong(small.contents().layers().get(i)) : 0);
            if (excess > most) {
                most = excess;
                worst = i;
            }
        }
        if (layers.isEmpty()) {
            return "Look into its layers.";
        }
        Set<String> others = small.contents().entries().stream()
                .map(placed -> Machines.withoutWords(placed.entry().path()))
                .collect(Collectors.toSet());
        List<LayerEntry> added = layers.get(worst).entries().stream()
                .filter(entry -> !others.contains(Machines.withoutWords(entry.path())))
                .toList();
        return told(large, worst) + largest(added.isEmpty() ? layers.get(worst).entries() : added);
    }

    private static String told(PlatformImage image, int layer) {
        String command = Commands.shortened(image.command(layer));
        return "Look into layer " + (layer + 1) + (command.isEmpty() ? "" : " (" + command + ")") + ". ";
    }

    private static List<LayerEntry> added(LayerContents large, LayerContents small) {
        Set<String> others = new HashSet<>();
        small.entries().forEach(entry -> others.add(Machines.withoutWords(entry.path())));
        List<LayerEntry> added = large.entries().stream()
                .filter(entry -> !others.contains(Machines.withoutWords(entry.path())))
                .toList();
        return added.isEmpty() ? large.entries() : added;
    }

    private static String largest(List<LayerEntry> entries) {
        return "Largest: "
                + entries.stream()
                        .sorted(Comparator.comparingLong(LayerEntry::size).reversed())
                        .limit(LARGEST)
                        .filter(entry -> entry.size() > 0)
                        .map(entry -> "/" + entry.path() + " " + Sizes.of(entry.size()))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static Finding finding(PlatformImage image, String message, String remedy) {
        return new Finding(
                RuleName.SIZE, Severity.ERROR, Optional.of(image.platform()), Subject.image(), message, remedy);
    }
}
