package io.github.multiarchmaven.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigMergeTest {
    private static final ContainerSettings NOTHING = ContainerSettings.inherited();
    private static final BuiltLayer CLASSES = new BuiltLayer(
            "classes",
            Descriptor.ofBytes(MediaTypes.OCI_LAYER_GZIP, new byte[] {1}),
            Digest.ofBytes(new byte[] {2}),
            false);

    private static ObjectNode merge(Consumer<ObjectNode> baseChange, ContainerSettings ours, BuiltLayer... layers) {
        BaseImage base = SampleBase.of(
                        Platform.linuxArm64(), MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_GZIP, baseChange)
                .image();
        return Json.parseObject(ConfigMerge.merge(base, ours, List.of(layers)), "result");
    }

    private static ContainerSettings command(List<String> entrypoint, List<String> cmd) {
        return new ContainerSettings(entrypoint, cmd, null, null, null, null, null, null, null, null);
    }

    @ParameterizedTest(name = "ours {0} and {1} give {2} and {3}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    -,    -,    /init, serve
                    -,    list, /init, list
                    java, -,    java,  -
                    java, list, java,  list
                    """)
    void argumentsAreInheritedOnlyTogetherWithTheEntrypoint(
            String entrypoint, String cmd, String expectedEntrypoint, String expectedCmd) {
        JsonNode run = merge(
                        config -> {},
                        command(entrypoint == null ? null : List.of(entrypoint), cmd == null ? null : List.of(cmd)))
                .path("config");

        assertEquals(expectedEntrypoint, run.path("Entrypoint").path(0).textValue());
        assertEquals(expectedCmd, run.path("Cmd").path(0).textValue());
    }

    @Test
    void everythingThatIsNotOursIsKeptAsItIs() {
        BaseImage base = SampleBase.of(Platform.linuxArm64()).image();

        ObjectNode merged = merge(config -> {}, NOTHING);

        ObjectNode expected = base.config().deepCopy();
        expected.put("created", "1970-01-01T00:00:00Z");
        assertEquals(expected.toString(), merged.toString());
        JsonNode run = merged.path("config");
        assertEquals("SIGQUIT", run.path("StopSignal").asText());
        assertEquals("/bin/bash", run.path("Shell").path(0).asText());
        assertEquals(
                5_000_000_000L, run.path("Healthcheck").path("StartInterval").longValue());
        assertEquals("base team", merged.path("author").asText());
        assertTrue(merged.toString().contains("{\"a\":1.50}"));
    }

    @Test
    void variantAndOsVersionAreKept() {
        ObjectNode merged = merge(
                config -> config.put("variant", "v8")
                        .put("os.version", "10.0.1")
                        .putArray("os.features")
                        .add("win32k"),
                NOTHING,
                CLASSES);

        assertEquals("v8", merged.path("variant").asText());
        assertEquals("10.0.1", merged.path("os.version").asText());
        assertEquals("win32k", merged.path("os.features").path(0).asText());
    }

    @Test
    void environmentAndLabelsAreLaidOver() {
        ContainerSettings ours = new ContainerSettings(
                null, null, Map.of("LANG", "de"), null, null, Map.of("team", "app"), null, null, null, null);

        JsonNode run = merge(config -> {}, ours).path("config");

        assertEquals("[\"PATH=/usr/bin\",\"LANG=de\"]", run.path("Env").toString());
        assertEquals("{\"team\":\"app\",\"kept\":\"yes\"}", run.path("Labels").toString());
    }

    @Test
    void portsAndVolumesAreUnited() {
        ContainerSettings ours = new ContainerSettings(
                null,
                null,
                null,
                List.of("8080", "9000-9001/udp", "22"),
                List.of("/cache"),
                null,
                null,
                null,
                null,
                null);

        JsonNode run = merge(config -> {}, ours).path("config");

        assertEquals(
                "{\"22/tcp\":{},\"8080/tcp\":{},\"9000/udp\":{},\"9001/udp\":{}}",
                run.path("ExposedPorts").toString());
        assertEquals("{\"/cache\":{},\"/data\":{}}", run.path("Volumes").toString());
    }

    @Test
    void userDirectoryAndTimeAreOurs() {
        ContainerSettings ours = new ContainerSettings(
                null, null, null, null, null, null, "app", "/app", Instant.parse("2024-02-03T04:05:06Z"), null);

        ObjectNode merged = merge(config -> {}, ours, CLASSES);

        assertEquals("app", merged.path("config").path("User").asText());
        assertEquals("/app", merged.path("config").path("WorkingDir").asText());
        assertEquals("2024-02-03T04:05:06Z", merged.path("created").asText());
        assertEquals(
                "2024-02-03T04:05:06Z",
                merged.path("history").path(2).path("created").asText());
    }

    @Test
    void historyNamesEachOfOurLayers() {
        ObjectNode merged = merge(config -> {}, NOTHING, CLASSES);

        assertEquals(3, merged.path("history").size());
        assertEquals(
                "multiarch-maven-plugin: classes",
                merged.path("history").path(2).path("created_by").asText());
        assertEquals(2, merged.path("rootfs").path("diff_ids").size());
        assertEquals(
                CLASSES.diffId().toString(),
                merged.path("rootfs").path("diff_ids").path(1).asText());
    }

    @Test
    void historyIsFilledUpToTheBaseLayers() {
        ObjectNode merged = merge(config -> config.remove("history"), NOTHING, CLASSES);

        assertEquals(2, merged.path("history").size());
        assertEquals(
                "multiarch-maven-plugin: layer of the base image",
                merged.path("history").path(0).path("created_by").asText());
    }

    @Test
    void nullsThatGoWritesForEmptyFieldsAreTolerated() {
        ContainerSettings ours = new ContainerSettings(
                null, null, Map.of("A", "b"), List.of("80"), null, Map.of("l", "m"), null, null, null, null);

        ObjectNode merged = merge(
                config -> {
                    config.putNull("history");
                    config.withObjectProperty("config")
                            .putNull("Env")
                            .putNull("ExposedPorts")
                            .putNull("Labels");
                },
                ours);

        assertEquals("[\"A=b\"]", merged.path("config").path("Env").toString());
        assertEquals(
                "{\"80/tcp\":{}}", merged.path("config").path("ExposedPorts").toString());
        assertEquals("{\"l\":\"m\"}", merged.path("config").path("Labels").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "70000", "9-8", "web", "80/sctp", "99999999999"})
    void malformedPortsAreRefused(String port) {
        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> new ContainerSettings(null, null, null, List.of(port), null, null, null, null, null, null));

        assertTrue(e.getMessage().contains("<ports>"), e.getMessage());
    }

    @Test
    void relativeDirectoriesAreRefused() {
        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> new ContainerSettings(null, null, null, null, null, null, null, "app", null, null));

        assertTrue(e.getMessage().contains("<workingDirectory>"), e.getMessage());
    }
}
