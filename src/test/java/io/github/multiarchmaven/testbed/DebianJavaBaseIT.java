package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.layout.ImageLayout;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianJavaBaseIT {
    @TempDir
    Path temporary;

    @Test
    void bothPlatformsHaveTheSameEnvironmentAndTheirOwnArchitecture() throws Exception {
        ImageLayout layout = ImageLayout.open(Unavailable.orSkip(DebianJavaBase::layout));
        List<Descriptor> children = layout.manifest(DebianJavaBase.TAG).children();
        assertEquals(2, children.size());
        JsonNode environment = null;
        for (Descriptor child : children) {
            Manifest manifest = layout.manifest(child.digest().toString());
            try (InputStream in = layout.openBlob(manifest.config())) {
                JsonNode config = Json.parseObject(in.readAllBytes(), "config");
                assertEquals(
                        child.platform().orElseThrow().architecture(),
                        config.path("architecture").asText());
                environment = environment == null ? config.at("/config/Env") : environment;
                assertEquals(environment, config.at("/config/Env"));
            }
            assertTrue(manifest.layers().get(0).size() > 50_000_000);
        }
    }

    @Test
    void theNewestJavaThatAllPlatformsHaveIsTaken() throws Exception {
        List<String> all = List.of("openjdk-25-jre-headless", "openjdk-21-jre-headless", "openjdk-17-jre-headless");

        assertEquals("25", DebianJavaBase.newestForAll(List.of(all, all)));
        assertEquals("21", DebianJavaBase.newestForAll(List.of(all, all.subList(1, 3))));
        assertEquals("17", DebianJavaBase.newestForAll(List.of(all.subList(2, 3), all)));
        assertThrows(Unavailable.class, () -> DebianJavaBase.newestForAll(List.of(all, List.of())));
    }

    @Test
    void theSamePackagesGiveTheSameBytes() throws Exception {
        Path first = Unavailable.orSkip(DebianJavaBase::layout);
        Path again = DebianJavaBase.recompose(TestbedFolder.ofBuild(), temporary);
        assertArrayEquals(
                Files.readAllBytes(first.resolve("index.json")), Files.readAllBytes(again.resolve("index.json")));
    }
}
