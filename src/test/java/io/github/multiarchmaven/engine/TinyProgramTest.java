package io.github.multiarchmaven.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TinyProgramTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"386", "amd64", "arm/v6", "arm/v7", "arm64", "ppc64le", "riscv64", "s390x"})
    void eachIsSmall(String platform) {
        int size = TinyProgram.of(Platform.parse(platform)).orElseThrow().bytes().length;
        assertTrue(size >= 90 && size < 200, size + " bytes");
    }

    @Test
    void otherSystemsAndArchitecturesHaveNone() {
        assertEquals(
                Optional.empty(),
                TinyProgram.of(Platform.parse("windows/amd64")).map(TinyProgram::bytes));
        assertEquals(
                Optional.empty(), TinyProgram.of(Platform.parse("linux/wasm")).map(TinyProgram::bytes));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisMachinesOwnRunsAndNothingOfItIsLeft() throws IOException {
        Platform here = Platform.parse("linux/" + System.getProperty("os.arch"));
        assumeTrue(TinyProgram.of(here).isPresent(), "there is one for " + here);
        TinyProgram program = TinyProgram.of(here).orElseThrow();
        assertEquals(new TinyProgram.Trial(true, ""), program.run(folder));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void bytesAreACopy() {
        TinyProgram program = TinyProgram.of(Platform.linuxArm64()).orElseThrow();
        program.bytes()[0] = 0;
        assertFalse(program.bytes()[0] == 0, "the program was changed from outside");
    }
}
