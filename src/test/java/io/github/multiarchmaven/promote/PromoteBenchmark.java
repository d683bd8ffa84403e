package io.github.multiarchmaven.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.Oras;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.Skopeo;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * How long a copy of Debian's Java for two platforms takes from one docker-registry to another, whole processes side by side:
 * ours, oras, skopeo; once with everything to do, once with nothing. Prints seconds and ratios; run it by its name (see
 * CONTRIBUTING.md). Ours has the start of a JVM in it, but not that of Maven.
 */
class PromoteBenchmark {
    private static final int ROUNDS = 5;

    @Test
    void copyAndCopyAgain() throws Exception {
        Skopeo skopeo = Unavailable.orSkip(Skopeo::get);
        Oras oras = Unavailable.orSkip(Oras::get);
        Map<String, BiFunction<String, String, Command>> tools = new LinkedHashMap<>();
        tools.put("ours", (from, to) -> PromoteProcess.command("64m", List.of(from, to)));
        tools.put("oras", (from, to) -> oras.runnable("cp", "--from-plain-http", "--to-plain-http", "-r", from, to));
        tools.put(
                "skopeo",
                (from, to) -> skopeo.runnable(
                        "copy",
                        "--all",
                        "--preserve-digests",
                        "--quiet",
                        "--src-tls-verify=false",
                        "--dest-tls-verify=false",
                        "docker://" + from,
                        "docker://" + to));
        try (RealRegistry upstream = Unavailable.orSkip(RealRegistry::start);
                RegistryClient client = new RegistryClient(RegistryOptions.defaults());
                Copier copier = new Copier(4, new BlobLocations())) {
            Repository source = client.repository(Reference.parse(upstream.host() + "/java"));
            Digest digest = copier.copy(
                            ImageLayout.open(Unavailable.orSkip(DebianJavaBase::layout)),
                            DebianJavaBase.TAG,
                            source,
                            List.of("17"))
                    .root()
                    .digest();
            Map<String, List<Double>> cold = new LinkedHashMap<>();
            Map<String, List<Double>> again = new LinkedHashMap<>();
            for (int round = 0; round <= ROUNDS; round++) {
                for (String tool : tools.keySet()) {
                    double first;
                    double second;
                    // A registry that nobody knows yet: skopeo remembers where blobs are, and would mount them.
                    try (RealRegistry hub = Unavailable.orSkip(RealRegistry::start)) {
                        String to = hub.host() + "/base/java:17";
                        Command command = tools.get(tool).apply(upstream.host() + "/java:17", to);
                        first = seconds(command);
                        second = seconds(command);
                        assertEquals(
                                digest,
                                client.repository(Reference.parse(to))
                                        .resolve("17")
                                        .orElseThrow()
                                        .digest());
                    }
                    // The first round warms the caches of the machine.
                    if (round > 0) {
                        cold.computeIfAbsent(tool, t -> new ArrayList<>()).add(first);
                        again.computeIfAbsent(tool, t -> new ArrayList<>()).add(second);
                    }
                }
            }
            print("everything to do", cold);
            print("nothing to do", again);
        }
    }

    private static double seconds(Command command) {
        long begin = System.nanoTime();
        Command.Result result = command.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertEquals(0, result.exit(), () -> command.arguments() + ": " + result.output() + result.errors());
        return seconds;
    }

    private static void print(String what, Map<String, List<Double>> times) {
        double ours = median(times.get("ours"));
        times.forEach((tool, all) -> System.out.printf(
                Locale.ROOT,
                "%-17s %-7s median %.2f s (%.2f to %.2f), %.2f of ours%n",
                what,
                tool,
                median(all),
                all.stream().min(Double::compare).orElseThrow(),
                all.stream().max(Double::compare).orElseThrow(),
                median(all) / ours));
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
