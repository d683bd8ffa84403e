package io.github.multiarchmaven.mojo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MirrorConfigurationTest {
    @Test
    void theCommandLinesMirrorsComeBeforeThePoms() {
        var beans = List.of(
                new MirrorConfiguration("docker.io", " a.io/hub "), new MirrorConfiguration("docker.io", "b.io"));
        var mirrors = MirrorConfiguration.of(beans, List.of("docker.io=c.io", "quay.io=d.io/quay"));
        assertEquals(
                Map.of("docker.io", List.of("c.io", "a.io/hub", "b.io"), "quay.io", List.of("d.io/quay")),
                mirrors.prefixes());
        assertEquals(Map.of(), MirrorConfiguration.of(null, List.of()).prefixes());
    }

    @Test
    void halfAMirrorIsRefused() {
        for (var bean : List.of(new MirrorConfiguration("docker.io", null), new MirrorConfiguration(" ", "a.io"))) {
            assertThrows(InvalidInputException.class, () -> MirrorConfiguration.of(List.of(bean), List.of()));
        }
        var e = assertThrows(InvalidInputException.class, () -> MirrorConfiguration.of(null, List.of("a.io")));
        assertTrue(e.getMessage().contains("'a.io'"), e.getMessage());
    }
}
