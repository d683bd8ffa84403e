package io.github.multiarchmaven.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.LargeJavaImage;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.Parallel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a check of {@link LargeJavaImage} takes beside the decompression of the same layers, two at a time: by gzip's own program,
 * and by the JDK. Ours runs in a JVM of its own with a heap of 128 MB: once with an empty cache, once with what the first left
 * there. Prints seconds, those of processors too, and ratios; run it by its name (see CONTRIBUTING.md). Ours is a fresh JVM each time,
 * without Maven. On a machine that does other things, too, the seconds of processors are the ones to look at.
 */
class CheckBenchmark {
    private static final int ROUNDS = Integer.getInteger("multiarch.rounds", 5);
    private static final int AT_ONCE = 2;
    /** As the goal has it by default. */
    private static final int THREADS = 6;

    @TempDir
    Path folder;

    private final Map<String, List<Double>> times = new LinkedHashMap<>();
    private final Map<String, List<Double>> processors = new LinkedHashMap<>();
    private final AtomicLong processorMillis = new AtomicLong();

    @Test
    void coldAndWarmBesideGunzip() throws Exception {
        Path layout = Unavailable.orSkip(LargeJavaImage::layout);
        List<Path> blobs = layers(layout);
        AtomicLong unpacked = new AtomicLong();
        for (int round = 0; round <= ROUNDS; round++) {
            // The first round warms the caches of the machine.
            boolean counts = round > 0;
            processorMillis.set(0);
            add("gzip -dc, two processes", counts, seconds(() -> each(blobs, this::gunzip)));
            unpacked.set(0);
            processorMillis.set(0);
            add(
                    "GZIPInputStream, two threads",
                    counts,
                    seconds(() -> each(blobs, blob -> unpacked.addAndGet(inflate(blob)))));
            Path cache = Files.createDirectory(folder.resolve("cache" + round));
            check("cold", layout, cache, counts);
            check("warm", layout, cache, counts);
            TestbedFolder.delete(cache);
        }
        long compressed = 0;
        for (Path blob : blobs) {
            compressed += Files.size(blob);
        }
        System.out.printf(
                Locale.ROOT,
                "%d layers of two platforms, %.0f MB, unpacked %.0f MB%n",
                blobs.size(),
                compressed / 1e6,
                unpacked.get() / 1e6);
        String first = "gzip -dc, two processes";
        times.forEach((what, all) -> System.out.printf(
                Locale.ROOT,
                "%-30s median %.2f s (%.2f to %.2f), %.2f of gzip's; processors %.2f s, %.2f of gzip's%n",
                what,
                median(all),
                all.stream().min(Double::compare).orElseThrow(),
                all.stream().max(Double::compare).orElseThrow(),
                median(all) / median(times.get(first)),
                median(processors.get(what)),
                median(processors.get(what)) / median(processors.get(first))));
    }

    private void check(String what, Path layout, Path cache, boolean counts) {
        Command command = CheckProcess.command("128m", layout, LargeJavaImage.TAG, cache, THREADS);
        double process = seconds(() -> {
            Command.Result result = command.run();
            assertEquals(0, result.exit(), result::errors);
            String[] said = result.output().strip().split(" ");
            assertEquals("0", said[1], result::errors);
            processorMillis.set(Long.parseLong(said[2]));
            add("check, " + what, counts, Long.parseLong(said[0]) / 1e3);
        });
        add("check, " + what + ", whole process", counts, process);
    }

    /** The distinct ones, largest first. */
    private static List<Path> layers(Path folder) {
        ImageLayout layout = ImageLayout.open(folder);
        return layout.manifest(LargeJavaImage.TAG).children().stream()
                .map(child -> layout.manifest(child.digest().toString()))
                .map(Manifest::layers)
                .flatMap(List::stream)
                .distinct()
                .sorted(Comparator.comparingLong(Descriptor::size).reversed())
                .map(layer -> layout.blobPath(layer.digest()))
                .toList();
    }

    private static void each(List<Path> blobs, ToLongFunction<Path> work) {
        try (Parallel parallel = new Parallel(AT_ONCE, "benchmark")) {
            parallel.map(blobs, (blob, failed) -> work.applyAsLong(blob));
        }
    }

    private long gunzip(Path blob) {
        String timed = "TIMEFORMAT='%U %S'; time gzip -dc <\"$0\" >/dev/null";
        Command.Result gzip = Command.of("bash", "-c", timed, blob.toString()).run();
        assertEquals(0, gzip.exit(), gzip::errors);
        for (String seconds : gzip.errors().strip().split(" ")) {
            processorMillis.addAndGet(Math.round(Double.parseDouble(seconds) * 1e3));
        }
        return 0;
    }

    private long inflate(Path blob) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(blob), 64 * 1024)) {
            long bytes = in.transferTo(OutputStream.nullOutputStream());
            processorMillis.addAndGet((threads.getCurrentThreadCpuTime() - begin) / 1_000_000);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double seconds(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private void add(String what, boolean counts, double seconds) {
        if (counts) {
            times.computeIfAbsent(what, w -> new ArrayList<>()).add(seconds);
            processors.computeIfAbsent(what, w -> new ArrayList<>()).add(processorMillis.get() / 1e3);
        }
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
