package io.github.multiarchmaven.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryUseTest {
    @ParameterizedTest
    @ValueSource(strings = {"hub.example.com", "hub.example.com:5000", "localhost", "localhost:5000", "[::1]:5000"})
    void aHostAloneIsARegistry(String text) {
        assertTrue(RegistryUse.parse(text).hostOnly());
        assertEquals(text, RegistryUse.parse(text).subject());
    }

    @ParameterizedTest
    @ValueSource(strings = {"alpine", "python:3.12", "library/alpine:3", "hub.example.com/team/app"})
    void allElseIsAReferenceThatIsReadAndWritten(String text) {
        assertFalse(RegistryUse.parse(text).hostOnly());
        assertTrue(RegistryUse.parse(text).writes());
    }

    @Test
    void readRepositoriesCountOnceForEachRegistryWrittenOnesEach() {
        RegistryUse one = RegistryUse.reads(Reference.parse("docker.io/library/alpine"));
        RegistryUse two = RegistryUse.reads(Reference.parse("docker.io/library/busybox"));
        RegistryUse app = RegistryUse.writes(Reference.parse("hub.example.com/team/app"));
        RegistryUse web = RegistryUse.writes(Reference.parse("hub.example.com/team/web"));
        RegistryUse hub = RegistryUse.parse("hub.example.com");
        assertEquals(List.of(one, app, web), RegistryUse.distinct(List.of(one, hub, app, two, web, app)));
    }
}
