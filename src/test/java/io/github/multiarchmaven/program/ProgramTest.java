package io.github.multiarchmaven.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.program.ProgramException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Run with the machine's own shell. */
@DisabledOnOs(OS.WINDOWS)
class ProgramTest {
    private static final Duration AMPLE = Duration.ofMinutes(1);
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "SETTING", "kept");

    @TempDir
    Path folder;

    private static Program shell(String script) {
        return Program.find("sh", ENVIRONMENT).orElseThrow().with("-c", script);
    }

    private static void requireEnded(String pid) {
        ProcessHandle.of(Long.parseLong(pid))
                .ifPresent(left -> left.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }

    @Test
    void bothOutputsAndTheStatusAreTold() throws ProgramException {
        Output output = shell("echo said; echo complained >&2; exit 3").run(AMPLE);
        assertEquals(new Output(3, "said\n", "complained\n"), output);
        assertFalse(output.succeeded());
        assertEquals("complained", output.complaint());
    }

    @Test
    void theEnvironmentIsTheOneGivenAndNoOther() throws ProgramException {
        List<String> names = shell("env")
                .run(AMPLE)
                .output()
                .lines()
                .map(line -> line.split("=", 2)[0])
                .toList();
        assertTrue(names.contains("SETTING"), names::toString);
        assertFalse(names.contains("HOME"), names::toString);
    }

    @Test
    void noSecretIsInItsText() {
        Program program = shell("x").with("canary").withEnvironment(Map.of("PASSWORD", "canary"));
        assertFalse(program.toString().contains("canary"), program::toString);
    }

    @Test
    void aProgramIsFoundInAbsoluteFoldersOnly() throws IOException {
        Path file = Files.createFile(folder.resolve("tool"));
        assertTrue(file.toFile().setExecutable(true));
        Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());
        assertEquals(Optional.empty(), Program.find("tool", Map.of("PATH", relative.toString())));
        assertEquals(
                file,
                Program.find("tool", Map.of("PATH", folder.toString()))
                        .orElseThrow()
                        .file());
    }

    @Test
    void linesComeOneByOneFromBothOutputsAlsoTheLastWithoutAnEnd() throws ProgramException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        int exit = shell("printf 'a\\rb\\n\\nc'; printf 'd\\n' >&2; exit 4").follow(program -> {}, lines::add);
        assertEquals(4, exit);
        assertEquals(List.of("a", "b", "c", "d"), lines.stream().sorted().toList());
    }

    @Test
    void anEndlessLineComesInParts() throws ProgramException {
        List<String> lines = new ArrayList<>();
        shell("head -c 100000 /dev/zero | tr '\\0' x").follow(program -> {}, lines::add);
        assertEquals(100_000, String.join("", lines).length());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 16 * 1024), "bounded");
    }

    @Test
    void inputThatIsNotReadDoesNotHold() throws ProgramException {
        byte[] much = new byte[1024 * 1024];
        assertEquals(
                5, shell("exit 5").run(program -> program.write(much), AMPLE).exit());
        assertEquals(
                "1048576",
                shell("wc -c")
                        .run(program -> program.write(much), AMPLE)
                        .output()
                        .strip());
    }

    @Test
    void aFaultOfTheInputEndsTheProgramAndIsTold() {
        var e = assertThrows(UncheckedIOException.class, () -> shell("cat; sleep 600")
                .run(
                        program -> {
                            throw new IOException("the source broke");
                        },
                        AMPLE));
        assertEquals("the source broke", e.getCause().getMessage());
    }

    @Test
    void aProgramThatRunsTooLongIsEndedWithWhatItStarted() throws IOException {
        Path pid = folder.resolve("pid");
        Program slow = shell("sleep 600 & echo $! > " + pid + "; wait");
        var e = assertThrows(ProgramException.class, () -> slow.run(Duration.ofSeconds(1)));
        assertEquals(Reason.TIMED_OUT, e.reason());
        requireEnded(Files.readString(pid).strip());
    }

    @Test
    void aProgramMayTidyUpBeforeItsEnd() throws IOException {
        Path trace = folder.resolve("trace");
        Program tidy = shell("trap 'echo tidied > " + trace + "; exit 0' TERM; while :; do sleep 0.1; done");
        assertThrows(ProgramException.class, () -> tidy.run(Duration.ofSeconds(1)));
        assertEquals("tidied", Files.readString(trace).strip());
    }

    @Test
    void anInterruptionEndsTheProgram() throws Exception {
        Path pid = folder.resolve("pid");
        List<Reason> reasons = new ArrayList<>();
        Thread build = new Thread(() -> {
            try {
                shell("echo $$ > " + pid + ".part; mv " + pid + ".part " + pid + "; exec sleep 600")
                        .follow(program -> {}, line -> {});
            } catch (ProgramException e) {
                reasons.add(e.reason());
            }
        });
        build.start();
        for (int i = 0; i < 600 && !Files.exists(pid); i++) {
            Thread.sleep(50);
        }
        build.interrupt();
        build.join(TimeUnit.SECONDS.toMillis(30));
        assertEquals(List.of(Reason.INTERRUPTED), reasons);
        requireEnded(Files.readString(pid).strip());
    }

    @Test
    void outputWithoutEndIsGivenUp() {
        var e = assertThrows(ProgramException.class, () -> shell("exec yes").run(AMPLE));
        assertEquals(Reason.TOO_MUCH_OUTPUT, e.reason());
    }

    @Test
    void whatCannotBeStartedIsTold() {
        Program missing = new Program(folder.resolve("missing"), List.of(), Map.of(), null);
        var e = assertThrows(ProgramException.class, () -> missing.run(AMPLE));
        assertEquals(Reason.NOT_STARTED, e.reason());
    }
}
