package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.PlatformImage;
import io.github.multiarchmaven.contents.LayerContents;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The layers of all platforms, and which of them several platforms share. */
record LayerBars(List<Bar> bars) {
    private static final int LETTERS = 26;

    /** One platform's layers, lowest first. */
    record Bar(Platform platform, List<Slice> slices) {
        /** Compressed bytes. */
        long size() {
            return slices.stream().mapToLong(Slice::size).sum();
        }
    }

    /**
     * One layer.
     *
     * @param number from 1
     * @param unpacked bytes; empty where the layer was not read
     * @param command that made it; may be empty
     * @param shared the letter that it has on all platforms which have it; empty where only one does
     * @param order of shared layers, from 0; -1 for one that is not
     */
    record Slice(int number, Descriptor layer, OptionalLong unpacked, String command, String shared, int order) {
        long size() {
            return layer.size();
        }

        boolean isShared() {
            return !shared.isEmpty();
        }
    }

    static LayerBars of(List<PlatformImage> platforms) {
        Map<Digest, Integer> uses = new LinkedHashMap<>();
        for (PlatformImage platform : platforms) {
            platform.manifest().layers().stream()
                    .map(Descriptor::digest)
                    .distinct()
                    .forEach(digest -> uses.merge(digest, 1, Integer::sum));
        }
        List<Digest> shared = uses.entrySet().stream()
                .filter(use -> use.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        return new LayerBars(
                platforms.stream().map(platform -> bar(platform, shared)).toList());
    }

    private static Bar bar(PlatformImage platform, List<Digest> shared) {
        List<Slice> slices = new ArrayList<>();
        for (Descriptor layer : platform.manifest().layers()) {
            int order = shared.indexOf(layer.digest());
            slices.add(new Slice(
                    slices.size() + 1,
                    layer,
                    platform.contents().layers().stream()
                            .filter(read -> read.digest().equals(layer.digest()))
                            .mapToLong(LayerContents::unpacked)
                            .findFirst(),
                    platform.command(slices.size()),
                    order < 0 ? "" : letters(order),
                    order));
        }
        return new Bar(platform.platform(), slices);
    }

    /** A, B, ... Z, AA, AB, as columns of a spreadsheet are named. */
    private static String letters(int number) {
        String last = String.valueOf((char) ('A' + number % LETTERS));
        return number < LETTERS ? last : letters(number / LETTERS - 1) + last;
    }

    /** Compressed bytes of the largest platform. */
    long largest() {
        return bars.stream().mapToLong(Bar::size).max().orElse(0);
    }

    /** Compressed bytes of all platforms as a registry keeps them, each layer once. */
    long stored() {
        return bars.stream()
                .flatMap(bar -> bar.slices().stream())
                .map(Slice::layer)
                .distinct()
                .mapToLong(Descriptor::size)
                .sum();
    }

    /** Compressed bytes of the layers that several platforms share, each layer once. */
    long shared() {
        return bars.stream()
                .flatMap(bar -> bar.slices().stream())
                .filter(Slice::isShared)
                .map(Slice::layer)
                .distinct()
                .mapToLong(Descriptor::size)
                .sum();
    }
}
