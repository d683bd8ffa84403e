package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.ContentsCache;
import io.github.multiarchmaven.contents.LayerReader;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.transfer.Parallel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A check in a process of its own, with little memory: what the goal does, without Maven around it. */
final class CheckProcess {
    private CheckProcess() {}

    /** Prints milliseconds of the check, findings, and milliseconds of processor time of all of the JVM. @param args layout, tag, folder of the cache, threads */
    public static void main(String[] args) {
        long begin = System.nanoTime();
        CheckOptions options = CheckOptions.defaults();
        CheckResult result;
        try (Parallel parallel = new Parallel(Integer.parseInt(args[3]), "check")) {
            CheckedImage image = new ImageReader(new LayerReader(new ContentsCache(Path.of(args[2]))), parallel)
                    .read("large", ImageLayout.open(Path.of(args[0])), args[1]);
            result = new Check(options, Set.of()).run(image);
            CheckJson.text(List.of(result));
            Sarif.text(List.of(result), "pom.xml", "1");
            CheckTable.lines(result, options);
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        long processor = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
        System.out.println(millis + " " + result.findings().size() + " " + processor);
        result.findings().forEach(System.err::println);
    }

    /** The command that runs this class on the class path of the tests. */
    static Command command(String heap, Path layout, String tag, Path cache, int threads) {
        return Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                CheckProcess.class.getName(),
                layout.toString(),
                tag,
                cache.toString(),
                Integer.toString(threads));
    }
}
