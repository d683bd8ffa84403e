package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.engine.Binfmt;
import io.github.multiarchmaven.engine.BinfmtHandler;
import io.github.multiarchmaven.engine.TinyProgram;
import io.github.multiarchmaven.engine.TinyProgram.Trial;
import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether programs of other architectures run here, which {@code RUN} in a Dockerfile needs. A tiny program of each is run; where
 * one does not, the first reason on the way from the kernel to the emulator is told, and no other.
 */
final class EmulationCheck {
    private static final Pattern KERNEL = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);
    private static final String MOUNT = "sudo mount -t binfmt_misc binfmt_misc " + Binfmt.FOLDER;

    private final Machine machine;
    private final boolean dockerRuns;
    private final InstallCommands commands;
    private final Notes notes;
    private final Set<Platform> notRun = new LinkedHashSet<>();

    /** @param dockerRuns whether a Docker of this machine is there to install emulators */
    EmulationCheck(Machine machine, boolean dockerRuns, InstallCommands commands, Level worst) {
        this.machine = machine;
        this.dockerRuns = dockerRuns;
        this.commands = commands;
        this.notes = new Notes("emulation", worst);
    }

    List<Finding> look() {
        Path release = machine.root().resolve("proc/sys/kernel/osrelease");
        if (!Files.isReadable(release)) {
            notes.info("kernel", "not Linux: Docker runs in a virtual machine that brings its own emulators");
            return notes.findings();
        }
        kernel(release);
        Binfmt binfmt = Binfmt.read(machine.root());
        Map<Platform, Trial> foreign = trials(binfmt);
        if (mounted(binfmt, foreign)) {
            foreign.forEach((platform, trial) -> handler(platform, trial, binfmt));
        }
        return notes.findings();
    }

    /** The wanted platforms whose programs do not run here, once it was looked. */
    Set<Platform> notRun() {
        return notRun;
    }

    private void kernel(Path release) {
        String version = read(release);
        Matcher matcher = KERNEL.matcher(version);
        boolean old = matcher.matches()
                && (Integer.parseInt(matcher.group(1)) < 4
                        || matcher.group(1).equals("4") && Integer.parseInt(matcher.group(2)) < 8);
        if (old) {
            // The flag F came with 4.8 (commit 948b701a607f, "binfmt_misc: add persistent opened binary handler for
            // containers").
            notes.fail(
                    "kernel",
                    version + " does not know the flag F of binfmt_misc, which emulators in containers need",
                    "Update the system to a kernel of 4.8 or newer.");
        } else {
            notes.ok("kernel", version);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Runs each wanted platform's program; what this machine runs without an emulator is left out. */
    private Map<Platform, Trial> trials(Binfmt binfmt) {
        Map<Platform, Trial> foreign = new LinkedHashMap<>();
        for (Platform platform : machine.platforms()) {
            TinyProgram program = TinyProgram.of(platform).orElse(null);
            if (program == null) {
                notes.info("run " + platform, "there is no program to try it with");
                continue;
            }
            Trial trial = run(program);
            if (trial.isForbidden()) {
                notes.info("run " + platform, "it cannot be tried: a program " + trial.trouble());
                continue;
            }
            boolean own = trial.ran() && binfmt.handlersOf(platform).isEmpty() && isOwn(platform);
            if (own) {
                notes.ok("run " + platform, "this machine's own architecture");
            } else {
                foreign.put(platform, trial);
            }
            if (!trial.ran()) {
                notRun.add(platform);
            }
        }
        return foreign;
    }

    /** Whether the processor may run it by itself: the kernel of amd64 runs 386, and that of arm64 mostly arm. */
    private static boolean isOwn(Platform platform) {
        String here = Platform.parse("linux/" + System.getProperty("os.arch")).architecture();
        String wanted = platform.architecture();
        return here.equals(wanted)
                || here.equals("amd64") && wanted.equals("386")
                || here.equals("arm64") && wanted.equals("arm");
    }

    private static Trial run(TinyProgram program) {
        try {
            Path folder = Files.createTempDirectory("multiarch-doctor");
            try {
                return program.run(folder);
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            return new Trial(false, "cannot be written: " + e.getMessage());
        }
    }

    private boolean mounted(Binfmt binfmt, Map<Platform, Trial> foreign) {
        String check = "binfmt_misc";
        List<Platform> missing = new ArrayList<>(foreign.keySet());
        missing.retainAll(notRun);
        if (!binfmt.mounted()) {
            if (foreign.isEmpty()) {
                notes.info(check, "not mounted, and not needed: nothing of another architecture is wanted");
            } else if (missing.isEmpty()) {
                notes.info(check, "not mounted here, so that handlers cannot be seen; they work all the same");
                foreign.keySet().forEach(platform -> notes.ok("run " + platform, "a program ran, by an emulator"));
            } else {
                notes.fail(
                        check,
                        "not mounted: no emulator can be registered, and programs for " + words(missing)
                                + " do not run",
                        MOUNT);
            }
            return false;
        }
        if (!binfmt.enabled()) {
            notes.add(
                    check,
                    missing.isEmpty() ? Level.INFO : Level.FAIL,
                    "switched off as a whole",
                    "echo 1 | sudo tee " + Binfmt.FOLDER + "/status");
            return missing.isEmpty();
        }
        notes.ok(check, "mounted");
        return true;
    }

    private static String words(List<Platform> platforms) {
        return String.join(", ", platforms.stream().map(Platform::toString).toList());
    }

    private void handler(Platform platform, Trial trial, Binfmt binfmt) {
        String check = "handler " + platform;
        List<BinfmtHandler> all = binfmt.handlersOf(platform);
        BinfmtHandler handler =
                all.stream().filter(BinfmtHandler::enabled).findFirst().orElse(null);
        String install = commands.emulator(platform.architecture(), dockerRuns);
        if (handler == null && trial.ran()) {
            notes.ok("run " + platform, "a program ran, though no handler is seen for it here");
        } else if (all.isEmpty()) {
            notes.fail(check, "none: programs for " + platform + " do not run here", install);
        } else if (handler == null) {
            String name = all.get(0).name();
            notes.fail(check, name + " is there and disabled", "echo 1 | sudo tee " + Binfmt.FOLDER + "/" + name);
        } else if (!handler.isFixed() && !trial.ran() && !Files.exists(inRoot(handler.interpreter()))) {
            notes.fail(
                    check,
                    handler.name() + " is registered, and its emulator " + handler.interpreter() + " is not there",
                    "echo -1 | sudo tee " + Binfmt.FOLDER + "/" + handler.name() + " && " + install);
        } else if (!handler.isFixed()) {
            notes.fail(
                    check,
                    handler.name() + " has not the flag F (its flags: "
                            + (handler.flags().isEmpty() ? "none" : handler.flags()) + "): "
                            + handler.interpreter() + " is not found in containers",
                    "echo -1 | sudo tee " + Binfmt.FOLDER + "/" + handler.name() + " && " + install);
        } else {
            notes.ok(check, handler.name() + ", " + handler.interpreter() + ", flags " + handler.flags());
            ran(platform, trial, handler, install);
        }
    }

    private Path inRoot(String interpreter) {
        return machine.root().resolve(interpreter.replaceFirst("^/+", ""));
    }

    private void ran(Platform platform, Trial trial, BinfmtHandler handler, String install) {
        if (trial.ran()) {
            notes.ok("run " + platform, "a program ran, by " + handler.interpreter());
        } else {
            notes.fail(
                    "run " + platform,
                    "a program " + trial.trouble() + ", though " + handler.name() + " hands it to "
                            + handler.interpreter(),
                    "echo -1 | sudo tee " + Binfmt.FOLDER + "/" + handler.name() + " && " + install);
        }
    }
}
