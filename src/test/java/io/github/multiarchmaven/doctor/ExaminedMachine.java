package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.image.Platform;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A machine as the tests look at it; also a process, to be run in namespaces, that looks at it with its own environment. */
final class ExaminedMachine {
    private ExaminedMachine() {}

    /** @param args home, platforms with commas, then folders to look for room in */
    public static void main(String[] args) {
        Map<String, Path> folders = new TreeMap<>();
        for (int i = 2; i < args.length; i++) {
            folders.put("test", Path.of(args[i]));
        }
        List<Platform> platforms =
                List.of(args[1].split(",")).stream().map(Platform::parse).toList();
        Machine machine = new Machine(
                "3.9.9",
                "17",
                folders,
                platforms,
                true,
                List.of(),
                Map.of(),
                System.getenv(),
                Path.of(args[0]),
                Path.of("/"));
        System.out.print(new Diagnosis(new MachineDoctor(machine).examine()).text());
    }

    /** That is to build for its own platform. */
    static Machine with(Map<String, String> environment, Path home) {
        return new Machine(
                "3.9.9", "17", Map.of(), List.of(here()), true, List.of(), Map.of(), environment, home, Path.of("/"));
    }

    static Machine trusting(Machine machine, Path authority, String registry, List<X509Certificate> shown, Path root) {
        return new Machine(
                machine.maven(),
                machine.java(),
                machine.folders(),
                machine.platforms(),
                machine.needsEngine(),
                List.of(authority),
                Map.of(registry, shown),
                machine.environment(),
                machine.home(),
                root);
    }

    static Machine needingNoEngine(Machine machine) {
        return new Machine(
                machine.maven(),
                machine.java(),
                machine.folders(),
                machine.platforms(),
                false,
                machine.authorities(),
                machine.registries(),
                machine.environment(),
                machine.home(),
                machine.root());
    }

    static Platform here() {
        return Platform.parse("linux/" + System.getProperty("os.arch"));
    }

    static Platform foreign() {
        return here().equals(Platform.linuxArm64()) ? Platform.linuxAmd64() : Platform.linuxArm64();
    }

    static Diagnosis examined(Machine machine) {
        return new Diagnosis(new MachineDoctor(machine).examine());
    }

    /** What is not well: {@code subject: check} with its level. */
    static Map<String, Level> bad(Diagnosis diagnosis) {
        Map<String, Level> bad = new TreeMap<>();
        for (Finding finding : diagnosis.findings()) {
            if (finding.level().compareTo(Level.WARN) >= 0) {
                bad.put(finding.subject() + ": " + finding.check(), finding.level());
            }
        }
        return bad;
    }

    static Finding of(Diagnosis diagnosis, String subject, String check) {
        return diagnosis.findings().stream()
                .filter(finding ->
                        finding.subject().equals(subject) && finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + check + " of " + subject + ": " + diagnosis.text()));
    }
}
