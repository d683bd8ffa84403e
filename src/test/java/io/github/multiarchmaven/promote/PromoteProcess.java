package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A promotion in a process of its own, that can be killed or given little memory. */
final class PromoteProcess {
    static final String BEGUN = "begun";

    private PromoteProcess() {}

    /** @param args references in pairs: from, to */
    public static void main(String[] args) {
        List<ImageRequest> requests = new ArrayList<>();
        for (int i = 0; i < args.length; i += 2) {
            requests.add(new ImageRequest(
                    new ImageSpec(
                            List.of(new ImageSpec.Source(Place.parse(args[i], Path.of("")), null)),
                            Place.parse(args[i + 1], Path.of("")),
                            List.of(),
                            List.of()),
                    null));
        }
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults());
                Copier copier = new Copier(4, new BlobLocations());
                Places places = new Places(client::source, client::repository, false)) {
            System.out.println(BEGUN);
            Promotions.Outcome outcome = new Promotions(
                            PromoteOptions.defaults(), copier, places, InstantSource.system(), 4, System.out::println)
                    .run(requests, LockFile.empty());
            System.exit((int) outcome.count(ImageResult.Status.FAILED));
        }
    }

    /** The command that runs this class on the class path of the tests. */
    static Command command(String heap, List<String> args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                PromoteProcess.class.getName()));
        command.addAll(args);
        return Command.of(command);
    }

    /** Started, and past the start of the JVM. */
    static Process begin(String heap, List<String> args) throws IOException {
        Process process = command(heap, args).builder().start();
        String line = process.inputReader().readLine();
        if (!BEGUN.equals(line)) {
            throw new IllegalStateException("It said: " + line);
        }
        return process;
    }
}
