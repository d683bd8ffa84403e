package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.testbed.BuildKit;
import io.github.multiarchmaven.testbed.Buildah;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.TestAuthority;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.TunnelProxy;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Real engines that emulate, and a registry with a real base image that has Java, a shell and dpkg. A second registry speaks TLS with a
 * private authority's certificate; the engines see it behind a proxy by two names, and Docker's daemon trusts it by one of them.
 */
final class RealEngines implements AutoCloseable {
    static final List<Platform> BOTH = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    private final Path folder;
    final RealRegistry registry;
    final RealRegistry privateRegistry;
    final TestAuthority authority = TestAuthority.named("the engines' authority");
    private final TunnelProxy proxy = TunnelProxy.toThisMachine();
    private final BuildKit kit;
    private final Path buildahHome;
    private final Path buildah;
    final Path authorityFile;
    final RegistryClient client = new RegistryClient(RegistryOptions.defaults());
    final Copier copier = new Copier(2, new BlobLocations());

    enum Kind {
        BUILDX,
        BUILDAH
    }

    RealEngines(Path folder) throws IOException, Unavailable {
        this.folder = folder;
        authorityFile = authority.write(folder.resolve("authority/ca.crt"));
        registry = RealRegistry.start();
        privateRegistry = RealRegistry.startWithTls(new RealRegistry.Tls(authority, null), null, null);
        Path etc = folder.resolve("etc");
        authority.write(etc.resolve("docker/certs.d").resolve(privateHost(0)).resolve("ca.crt"));
        kit = BuildKit.startEmulating(etc, Map.of("HTTPS_PROXY", proxy.url()));
        // Not in a folder of JUnit's, which warns of every link in it.
        buildahHome = Files.createTempDirectory("buildah-home");
        buildah = Buildah.emulating(buildahHome);
        copier.copy(
                ImageLayout.open(DebianJavaBase.layoutWithTools()),
                DebianJavaBase.TAG,
                client.repository(base()),
                List.of("17"));
    }

    /** @param name of {@link RealRegistry#NAMES} */
    String privateHost(int name) {
        return RealRegistry.NAMES.get(name) + ":" + privateRegistry.port();
    }

    Reference base() {
        return Reference.parse(registry.host() + "/base/java:17");
    }

    EngineOptions options(Kind kind) {
        return options(kind, RegistryAccess.defaults(), false);
    }

    EngineOptions options(Kind kind, RegistryAccess registries, boolean nativeOnly) {
        Map<String, String> environment = new HashMap<>(kit.environment());
        environment.put("HTTPS_PROXY", proxy.url());
        environment.put("CANARY", "canary-of-a-secret");
        return new EngineOptions(
                kind == Kind.BUILDX ? EngineName.BUILDX : EngineName.AUTO,
                kind == Kind.BUILDX ? null : buildah,
                null,
                null,
                List.of(),
                registries,
                nativeOnly,
                environment,
                folder.resolve("builders"));
    }

    /** What is to be built: a draft that a test changes. */
    final class Build {
        final Kind kind;
        final Path context;
        final Path layout;
        final List<String> said = Collections.synchronizedList(new ArrayList<>());
        final Map<Platform, Map<String, String>> platforms = new LinkedHashMap<>();
        Map<String, String> buildArgs = Map.of();
        Map<String, String> annotations = Map.of();
        List<Secret> secrets = List.of();
        Function<Reference, Optional<Digest>> pins = any -> Optional.empty();
        RegistryAccess registries = RegistryAccess.defaults();
        boolean nativeOnly;

        Build(Kind kind, Path context, String dockerfile) throws IOException {
            this.kind = kind;
            this.context = context;
            this.layout = context.resolveSibling(context.getFileName() + "-" + kind);
            Files.createDirectories(context);
            Files.writeString(context.resolve("Dockerfile"), dockerfile);
            BOTH.forEach(platform -> platforms.put(platform, Map.of()));
        }

        DockerfileResult run() {
            BuildSource source = new BuildSource(
                    context,
                    context.resolve("Dockerfile"),
                    null,
                    buildArgs,
                    Map.of("made.by", "a test"),
                    secrets,
                    List.of(),
                    "none",
                    false,
                    false,
                    Instant.EPOCH,
                    List.of());
            return new DockerfileBuild(options(kind, registries, nativeOnly), copier, said::add)
                    .build(new DockerfileRequest(
                            source,
                            platforms,
                            annotations,
                            Map.of("of", "the index"),
                            pins,
                            layout,
                            "1.0",
                            layout.resolveSibling("work")));
        }

        Manifest index() {
            return ImageLayout.open(layout).manifest("1.0");
        }

        String all() {
            return String.join("\n", said);
        }
    }

    @Override
    public void close() {
        kit.close();
        proxy.close();
        copier.close();
        client.close();
        privateRegistry.close();
        registry.close();
        try {
            TestbedFolder.delete(buildahHome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
