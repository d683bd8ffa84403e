package io.github.multiarchmaven.assemble;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.multiarchmaven.fuzz.Fed;
import io.github.multiarchmaven.image.Json;
import java.util.List;
import java.util.Map;

/** The configuration of a base image, which ours is merged into. */
class ConfigsFuzz {
    private static final ContainerSettings OURS = new ContainerSettings(
            List.of("java"),
            null,
            Map.of("A", "b"),
            List.of("8080"),
            List.of("/data"),
            Map.of("c", "d"),
            "1000",
            "/",
            null,
            null);

    @FuzzTest(maxDuration = "8s")
    void configsAreMergedOrRefused(byte[] data) throws Exception {
        Fed fed = new Fed(data, 1);
        fed.to(() -> {
            BaseImage base = new BaseImage(
                    "made up", null, Json.parseObject(fed.bytes(), "the made-up configuration"), null, null);
            Json.parseObject(ConfigMerge.merge(base, OURS, List.of()), "the merged configuration");
        });
    }
}
