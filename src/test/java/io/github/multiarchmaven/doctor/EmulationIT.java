package io.github.multiarchmaven.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.testbed.BinfmtNamespace;
import io.github.multiarchmaven.testbed.BuildKit;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.Unavailable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each state of the kernel's handlers, made for real in namespaces, with a real Docker that is well: nothing but that state is told.
 */
class EmulationIT {
    private static final Platform FOREIGN = ExaminedMachine.foreign();
    private static final String DISABLED = "echo 0 > testbed";

    private static BuildKit kit;

    @TempDir
    Path folder;

    @BeforeAll
    static void dockerWithABuilderThatIsNotStarted() {
        kit = Unavailable.orSkip(BuildKit::start);
        // Of a builder that runs already, platforms were found out elsewhere than in the namespaces here.
        kit.runnable("buildx", "create", "--name", "many", "--driver", "docker-container", "--use")
                .output();
    }

    @AfterAll
    static void stop() {
        if (kit != null) {
            kit.close();
        }
    }

    private static BinfmtNamespace namespace() {
        return Unavailable.orSkip(BinfmtNamespace::get);
    }

    private static Path emulator() {
        return Unavailable.orSkip(() -> BinfmtNamespace.emulator(FOREIGN));
    }

    /** The lines of what is not well, with their remedies, of a doctor that runs within. */
    private List<String> bad(Command within) {
        return bad(within, kit.environment());
    }

    private List<String> bad(Command within, Map<String, String> environment) {
        String text = within.with(BinfmtNamespace.java(
                        ExaminedMachine.class, folder.toString(), ExaminedMachine.here() + "," + FOREIGN))
                .withEnvironment(environment)
                .output();
        assertTrue(text.contains("  kernel "), text);
        assertTrue(text.contains("  buildx "), text);
        return text.lines()
                .map(String::strip)
                .filter(line -> line.matches("(warn|fail) .*|-> .*"))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList();
    }

    private static void assertOne(List<String> bad, String finding, String remedy) {
        assertEquals(2, bad.size(), bad::toString);
        assertTrue(bad.get(0).contains(finding), bad::toString);
        assertTrue(bad.get(1).startsWith("-> " + remedy), bad::toString);
    }

    @Test
    void whereBinfmtMiscIsNotMountedItsMountIsTheRemedy() {
        assertOne(
                bad(namespace().unmounted()),
                "fail binfmt_misc not mounted: no emulator can be registered, and programs for " + FOREIGN,
                "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc");
    }

    @Test
    void aMissingHandlerIsNamed() {
        assertOne(
                bad(namespace().mounted()),
                "fail handler " + FOREIGN + " none: programs for " + FOREIGN + " do not run here",
                "docker run --privileged --rm tonistiigi/binfmt --install " + FOREIGN.architecture());
    }

    @Test
    void aHandlerWithoutTheFlagFIsNamedThoughItWorksHere() {
        assertOne(
                bad(namespace().mounted(BinfmtNamespace.handler(FOREIGN, emulator(), "OC"))),
                "fail handler " + FOREIGN + " testbed has not the flag F (its flags: OC): " + emulator()
                        + " is not found in containers",
                "echo -1 | sudo tee /proc/sys/fs/binfmt_misc/testbed && docker run --privileged");
    }

    @Test
    void aHandlerWithTheFlagFRunsTheProgramAndNothingIsWrong() {
        assertEquals(List.of(), bad(namespace().mounted(BinfmtNamespace.handler(FOREIGN, emulator(), "F"))));
    }

    @Test
    void anEmulatorThatIsNotThereIsNamed() {
        Path nowhere = folder.resolve("qemu-static");
        assertOne(
                bad(namespace().mounted(BinfmtNamespace.handler(FOREIGN, nowhere, ""))),
                "fail handler " + FOREIGN + " testbed is registered, and its emulator " + nowhere + " is not there",
                "echo -1 | sudo tee");
    }

    @Test
    void aDisabledHandlerIsNamed() {
        assertOne(
                bad(namespace().mountedAnd(DISABLED, BinfmtNamespace.handler(FOREIGN, emulator(), "F"))),
                "fail handler " + FOREIGN + " testbed is there and disabled",
                "echo 1 | sudo tee /proc/sys/fs/binfmt_misc/testbed");
    }

    @Test
    void anEmulatorThatDoesNotRunProgramsIsNamed() throws Exception {
        assertOne(
                bad(namespace().mounted(BinfmtNamespace.handler(FOREIGN, BinfmtNamespace.noEmulator(folder), "F"))),
                "fail run " + FOREIGN + " a program ended with the status 7, though testbed hands it to",
                "echo -1 | sudo tee");
    }

    @Test
    void theSwitchForAllHandlersIsNamed() {
        assertOne(
                bad(namespace().mountedAnd("echo 0 > status", BinfmtNamespace.handler(FOREIGN, emulator(), "F"))),
                "fail binfmt_misc switched off as a whole",
                "echo 1 | sudo tee /proc/sys/fs/binfmt_misc/status");
    }

    /** The daemon runs outside of the namespace, where the handler is not. */
    @Test
    void aBuilderThatLacksWhatThisMachineHasIsNamed() {
        Map<String, String> environment = new HashMap<>(kit.environment());
        environment.put("BUILDX_BUILDER", "default");
        List<String> bad = bad(namespace().mounted(BinfmtNamespace.handler(FOREIGN, emulator(), "F")), environment);
        assertOne(bad, "but not for " + FOREIGN, "docker run --privileged --rm tonistiigi/binfmt --install");
        assertTrue(bad.get(0).startsWith("warn platforms default runs programs for "), bad::toString);
    }

    @Test
    void aFullDiskIsNamedWithItsFigures() {
        Command small = Command.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=20m none " + folder + " && exec \"$@\"",
                        "sh")
                .with(BinfmtNamespace.java(
                        ExaminedMachine.class,
                        folder.toString(),
                        ExaminedMachine.here().toString(),
                        folder.resolve("target/not/yet").toString()))
                .withEnvironment(kit.environment());
        namespace();
        List<String> bad = small.output()
                .lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> line.matches("(warn|fail) .*|-> .*"))
                .toList();
        assertOne(
                bad,
                "fail disk space 21.0 MB free for test, " + folder.resolve("target/not/yet")
                        + "; less than 1 GB is too little for an image",
                "df -h " + folder);
    }
}
