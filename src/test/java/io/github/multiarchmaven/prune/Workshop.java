package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.assemble.AssembleRequest;
import io.github.multiarchmaven.assemble.AssembleResult;
import io.github.multiarchmaven.assemble.Assembler;
import io.github.multiarchmaven.assemble.BaseImages;
import io.github.multiarchmaven.assemble.ContainerSettings;
import io.github.multiarchmaven.assemble.ImageJson;
import io.github.multiarchmaven.assemble.Layer;
import io.github.multiarchmaven.assemble.LayerFile;
import io.github.multiarchmaven.assemble.PlatformRequest;
import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.check.ImageReader;
import io.github.multiarchmaven.contents.ContentsCache;
import io.github.multiarchmaven.contents.LayerReader;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.transfer.Parallel;
import io.github.multiarchmaven.transfer.SparseSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Modules that are built and checked as the goals do it, on bases in a registry, with all caches in one folder. */
final class Workshop implements AutoCloseable {
    static final List<Platform> PLATFORMS = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    final Path folder;
    private final EmbeddedRegistry server = EmbeddedRegistry.inMemory();
    private final RegistryClient client = new RegistryClient(RegistryOptions.defaults());

    Workshop(Path folder) {
        this.folder = folder;
    }

    Path cacheDirectory() {
        return folder.resolve("cache");
    }

    Path target(String module) {
        return folder.resolve(module).resolve("target");
    }

    String host() {
        return server.host();
    }

    /** Puts a base image into the registry. */
    String base(String name) {
        Reference reference = Reference.parse(host() + "/" + name);
        TinyImage.putIndex(
                client.repository(reference),
                reference.tag(),
                200 + name.hashCode() % 100,
                PLATFORMS.get(0),
                PLATFORMS.get(1));
        return reference.toString();
    }

    /** Writes a module of one incompressible file. */
    void write(String module, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(module.hashCode()).nextBytes(content);
        Files.write(Files.createDirectories(folder.resolve(module)).resolve("app.bin"), content);
    }

    /** As {@code build} does, with all that it writes. */
    AssembleResult build(String module, String base) {
        return build(module, base, module);
    }

    /** @param output of another folder than the module's own, for builds at the same time */
    AssembleResult build(String module, String base, String output) {
        BaseImages bases = new BaseImages(client::source, cacheDirectory().resolve("bases"), folder, false);
        Layer layer = new Layer(
                "app",
                List.of(new LayerFile(folder.resolve(module).resolve("app.bin"), "/app.bin", 0644, Instant.EPOCH, "")));
        List<PlatformRequest> platforms = new ArrayList<>();
        for (Platform platform : PLATFORMS) {
            platforms.add(new PlatformRequest(
                    platform, bases.resolve(base, platform), ContainerSettings.inherited(), List.of(layer)));
        }
        Reference image = Reference.parse("hub.example.com/team/" + module + ":1.0");
        AssembleResult result = new Assembler()
                .assemble(new AssembleRequest(
                        layout(output, module), "1.0", platforms, target(output).resolve("multiarch-layers"), 2));
        ImageJson.write(target(output).resolve("multiarch/image.json"), image, result);
        return result;
    }

    private Path layout(String output, String module) {
        return target(output).resolve("multiarch/team+" + module);
    }

    /** As {@code check} does. */
    CheckedImage check(String module, String output) {
        ContentsCache cache = new ContentsCache(cacheDirectory().resolve("contents"));
        Repository place = new SparseSource(ImageLayout.open(layout(output, module)), client::source);
        try (Parallel parallel = new Parallel(2, "check")) {
            CheckedImage image = new ImageReader(new LayerReader(cache), parallel)
                    .read("hub.example.com/team/" + module + ":1.0", place, "1.0");
            cache.note(image.name(), image.layers());
            return image;
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
