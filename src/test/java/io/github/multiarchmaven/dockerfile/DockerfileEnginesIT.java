package io.github.multiarchmaven.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.testbed.BuildKit;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerfileEnginesIT {
    private static final List<Platform> BOTH = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void buildx() throws Exception {
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start);
                BuildKit kit = Unavailable.orSkip(() -> BuildKit.startEmulating(null, Map.of()))) {
            Path base = Unavailable.orSkip(DebianJavaBase::layout);
            try (RegistryClient client = new RegistryClient(RegistryOptions.defaults());
                    Copier copier = new Copier(2, new BlobLocations())) {
                Reference reference = Reference.parse(registry.host() + "/base/java:17");
                copier.copy(ImageLayout.open(base), DebianJavaBase.TAG, client.repository(reference), List.of("17"));
                Path context = Files.createDirectories(folder.resolve("context"));
                Files.writeString(
                        context.resolve("Dockerfile"),
                        "FROM " + reference
                                + "\nARG TARGETARCH\nRUN echo $TARGETARCH > /arch && java -version\nENTRYPOINT [\"java\", \"-version\"]\n");
                Map<Platform, Map<String, String>> platforms = new LinkedHashMap<>();
                BOTH.forEach(p -> platforms.put(p, Map.of()));
                DockerfileResult result = new DockerfileBuild(
                                new EngineOptions(
                                        EngineName.AUTO,
                                        null,
                                        null,
                                        null,
                                        List.of(),
                                        RegistryAccess.defaults(),
                                        false,
                                        kit.environment(),
                                        folder.resolve("builders")),
                                copier,
                                line -> {
                                    System.out.println(line);
                                    said.add(line);
                                })
                        .build(new DockerfileRequest(
                                new BuildSource(
                                        context,
                                        context.resolve("Dockerfile"),
                                        null,
                                        Map.of(),
                                        Map.of(),
                                        List.of(),
                                        List.of(),
                                        "none",
                                        false,
                                        false,
                                        Instant.EPOCH,
                                        List.of()),
                                platforms,
                                Map.of(),
                                Map.of(),
                                any -> Optional.empty(),
                                folder.resolve("layout"),
                                "1.0",
                                folder.resolve("work")));
                assertEquals(2, result.images().size());
                assertTrue(said.stream().anyMatch(l -> l.startsWith("[linux/arm64] openjdk version")), said::toString);
            }
        }
    }
}
