package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.testbed.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prunes again and again in a process of its own, until its standard input ends. */
final class PruneProcess {
    private PruneProcess() {}

    /** @param args bytes to keep, the folder of the caches, and modules' {@code target} folders */
    public static void main(String[] args) throws Exception {
        Selection selection = new Selection(List.of(), Optional.empty(), Optional.of(Long.parseLong(args[0])));
        List<Path> targets = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            targets.add(Path.of(args[i]));
        }
        long freed = 0;
        int runs = 0;
        while (System.in.available() == 0) {
            freed += new Pruning(selection, false, line -> {})
                    .prune(new OwnCaches(Path.of(args[1]), targets))
                    .freed();
            runs++;
        }
        System.out.println(runs + " " + freed);
    }

    static Process start(long keep, Path cache, List<Path> targets) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                PruneProcess.class.getName(),
                Long.toString(keep),
                cache.toString()));
        targets.forEach(target -> command.add(target.toString()));
        return Command.of(command)
                .builder()
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
