package io.github.multiarchmaven.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.check.Check;
import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.ImageReader;
import io.github.multiarchmaven.contents.LayerReader;
import io.github.multiarchmaven.dockerfile.RealEngines.Kind;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.PlatformTags;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.publish.Publish;
import io.github.multiarchmaven.publish.Push;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.DebianPackages;
import io.github.multiarchmaven.testbed.Skopeo;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** dockerd with buildx and containerd's store, and Buildah with chroot isolation, on a real base image. */
class DockerfileEnginesIT {
    private static final List<Platform> BOTH = RealEngines.BOTH;

    @TempDir
    static Path shared;

    private static RealEngines engines;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        engines = Unavailable.orSkip(() -> {
            try {
                return new RealEngines(shared);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @AfterAll
    static void stop() {
        if (engines != null) {
            engines.close();
        }
    }

    private RealEngines.Build build(Kind kind, String dockerfile) throws IOException {
        return engines.new Build(kind, folder.resolve("context"), dockerfile);
    }

    private static String from() {
        return "FROM " + engines.base() + "\n";
    }

    /** Steps that install a package by its architecture and run it, and Java, are run for both architectures by both engines. */
    @Test
    void bothEnginesMakeTheSameShapeAndItGoesThroughCheckPushAndPublish() throws Exception {
        Skopeo skopeo = Unavailable.orSkip(Skopeo::get);
        List<List<String>> shapes = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            RealEngines.Build build = build(
                    kind,
                    from()
                            + """
                            ARG TARGETARCH
                            COPY ${TARGETARCH}/hello.deb /tmp/
                            RUN mkdir -p /var/lib/dpkg/info /var/lib/dpkg/updates && touch /var/lib/dpkg/available \\
                                && dpkg -i /tmp/hello.deb && rm /tmp/hello.deb && hello && java -version
                            ENTRYPOINT ["java", "-version"]
                            """);
            for (Platform platform : BOTH) {
                Path deb =
                        Unavailable.orSkip(() -> DebianPackages.of(TestbedFolder.ofBuild(), platform)
                                        .fetch("hello"))
                                .stream()
                                .filter(file -> file.getFileName().toString().startsWith("hello_"))
                                .findFirst()
                                .orElseThrow();
                Path place = Files.createDirectories(build.context.resolve(platform.architecture()));
                if (!Files.exists(place.resolve("hello.deb"))) {
                    Files.copy(deb, place.resolve("hello.deb"));
                }
            }

            DockerfileResult result = build.run();

            for (Platform platform : BOTH) {
                assertTrue(build.said.contains("[" + platform + "] Hello, world!"), build::all);
                assertTrue(build.all().contains("[" + platform + "] openjdk version"), build::all);
            }
            shapes.add(shape(ImageLayout.open(build.layout), build.index()));
            assertEquals(build.index().digest(), result.index().digest());
            requireChecked(build.layout);
            requireShipped(skopeo, build, kind);
        }
        assertEquals(shapes.get(0), shapes.get(1));
        assertEquals(
                List.of(
                        MediaTypes.OCI_INDEX + " {of=the index}",
                        MediaTypes.OCI_MANIFEST + " linux/amd64 config " + MediaTypes.OCI_CONFIG + " amd64 layers 3 of "
                                + Set.of(MediaTypes.OCI_LAYER_GZIP) + " [java, -version] 1970-01-01T00:00:00Z a test",
                        MediaTypes.OCI_MANIFEST + " linux/arm64 config " + MediaTypes.OCI_CONFIG + " arm64 layers 3 of "
                                + Set.of(MediaTypes.OCI_LAYER_GZIP) + " [java, -version] 1970-01-01T00:00:00Z a test"),
                shapes.get(0));
    }

    /** What two builds of one Dockerfile have in common, whatever built them. */
    private static List<String> shape(ImageLayout layout, Manifest index) {
        List<String> shape = new ArrayList<>(List.of(index.mediaType() + " " + index.annotations()));
        for (Descriptor child : index.children()) {
            Manifest image = layout.manifest(child.digest().toString());
            JsonNode config = Json.parseObject(layout.readBlob(image.config()), "config");
            List<String> entrypoint = new ArrayList<>();
            config.path("config").path("Entrypoint").forEach(word -> entrypoint.add(word.asText()));
            shape.add(child.mediaType() + " " + child.platform().orElseThrow() + " config "
                    + image.config().mediaType() + " "
                    + config.path("architecture").asText() + " layers "
                    + image.layers().size() + " of "
                    + Set.copyOf(
                            image.layers().stream().map(Descriptor::mediaType).toList()) + " " + entrypoint + " "
                    + config.path("created").asText() + " "
                    + config.path("config").path("Labels").path("made.by").asText());
        }
        return shape;
    }

    private static void requireChecked(Path layout) {
        try (Parallel parallel = new Parallel(2, "check")) {
            var image = new ImageReader(new LayerReader(), parallel).read("app", ImageLayout.open(layout), "1.0");
            assertEquals(
                    List.of(),
                    new Check(CheckOptions.defaults(), Set.of()).run(image).findings());
            assertTrue(image.platforms().stream().allMatch(p -> p.packages().size() > 20), "packages were compared");
        }
    }

    private static void requireShipped(Skopeo skopeo, RealEngines.Build build, Kind kind) {
        Reference image = Reference.parse(
                engines.registry.host() + "/team/" + kind.name().toLowerCase(java.util.Locale.ROOT) + ":1.0");
        ImageLayout layout = ImageLayout.open(build.layout);
        PlatformTags tags = PlatformTags.parse(PlatformTags.DEFAULT);
        new Push(engines.copier, engines.client::repository).push(new Push.Request(layout, image, tags));
        Publish.Published published = new Publish()
                .publish(new Publish.Request(layout, engines.client.repository(image), image, BOTH, tags, List.of()));

        byte[] read = skopeo.inspectRaw("docker://" + image).getBytes(UTF_8);
        Manifest index = Manifest.parse(read, MediaTypes.OCI_INDEX);
        assertEquals(published.index().digest(), index.digest());
        assertEquals(
                BOTH,
                index.children().stream().map(c -> c.platform().orElseThrow()).toList());
        for (Descriptor child : index.children()) {
            Platform platform = child.platform().orElseThrow();
            assertEquals(child.digest(), skopeo.digest("docker://" + image + "-" + platform.architecture()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedStepIsToldWithItsLinesAndTheLayoutStaysAsItWas(Kind kind) throws Exception {
        RealEngines.Build good = build(kind, "FROM scratch\nARG TARGETARCH\nCOPY Dockerfile /$TARGETARCH\n");
        good.run();
        var before = good.index().digest();
        RealEngines.Build bad = build(kind, from() + "RUN echo about to fail; exit 3\n");

        ImageException e = assertThrows(ImageException.class, bad::run);

        assertTrue(e.userCanMend());
        assertTrue(
                e.getMessage()
                        .matches("(?s)Building .*/Dockerfile for linux/amd64,linux/arm64 with build.*:"
                                + " the step 'RUN echo about to fail; exit 3' for linux/(amd|arm)64 failed: .*3.*"),
                e::getMessage);
        assertTrue(e.getMessage().contains("\n  | about to fail"), e::getMessage);
        assertEquals(before, bad.index().digest());
        try (var left = Files.list(bad.layout.resolveSibling("work"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlatformThatTheBaseLacksIsTold(Kind kind) throws Exception {
        RealEngines.Build build = build(kind, from());
        build.platforms.clear();
        build.platforms.put(Platform.parse("linux/s390x"), Map.of());
        ImageException e = assertThrows(ImageException.class, build::run);
        assertTrue(e.getMessage().contains("A base image lacks the platform."), e::getMessage);
    }

    @ParameterizedTest
    @EnumSource
    void aLockedBaseIsTakenByItsDigestThoughTheTagHasMoved(Kind kind) throws Exception {
        Reference moving = engines.base().withTag("moving-" + kind.ordinal());
        var pinned =
                engines.client.repository(moving).resolve("17").orElseThrow().digest();
        RealEngines.Build build = build(
                kind,
                "ARG BASE=unset\nFROM ${BASE} AS base\nRUN java -version\nFROM scratch\nCOPY --from=base /etc/os-release /os-release\n");
        build.buildArgs = Map.of("BASE", moving.toString());
        // No tag of this name was ever set: only by the digest can it be found.
        build.pins = reference -> reference.equals(moving) ? Optional.of(pinned) : Optional.empty();
        build.run();
        assertTrue(build.all().contains("@" + pinned), build::all);
    }

    @ParameterizedTest
    @EnumSource
    void secretsReachTheStepAndNoOneElse(Kind kind) throws Exception {
        RealEngines.Build build = build(
                kind,
                from()
                        + "RUN --mount=type=secret,id=of-file --mount=type=secret,id=of-variable"
                        + " test \"$(cat /run/secrets/of-file)\" = canary-of-'a'-file"
                        + " && test \"$(cat /run/secrets/of-variable)\" = canary-of-'a'-secret && echo they match\n");
        Path file = Files.writeString(folder.resolve("secret file"), "canary-of-a-file");
        build.secrets = List.of(new Secret("of-file", file, null), new Secret("of-variable", null, "CANARY"));
        build.run();
        assertTrue(build.said.contains("[linux/arm64] they match"), build::all);
        assertFalse(build.all().contains("canary-of-a-"), build::all);
    }

    @ParameterizedTest
    @EnumSource
    void eachPlatformMayHaveItsOwnArguments(Kind kind) throws Exception {
        RealEngines.Build build = build(kind, from() + "ARG FLAVOUR=none\nLABEL flavour=$FLAVOUR\n");
        build.platforms.put(Platform.linuxArm64(), Map.of("FLAVOUR", "graviton"));
        build.buildArgs = Map.of("FLAVOUR", "plain");
        build.annotations = Map.of("a", "b");
        build.run();
        List<String> flavours = new ArrayList<>();
        ImageLayout layout = ImageLayout.open(build.layout);
        for (Descriptor child : build.index().children()) {
            Manifest image = layout.manifest(child.digest().toString());
            assertEquals("b", image.annotations().get("a"));
            flavours.add(child.platform().orElseThrow() + " "
                    + Json.parseObject(layout.readBlob(image.config()), "config")
                            .path("config")
                            .path("Labels")
                            .path("flavour")
                            .asText());
        }
        assertEquals(List.of("linux/amd64 plain", "linux/arm64 graviton"), flavours);
    }

    @ParameterizedTest
    @EnumSource
    void theSameBuildTwiceGivesTheSameDigests(Kind kind) throws Exception {
        RealEngines.Build build = build(kind, "FROM scratch\nARG TARGETARCH\nCOPY Dockerfile /$TARGETARCH\n");
        var first = build.run().index().digest();
        assertEquals(first, build.run().index().digest());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsEmulatedWhenOnlyNativeIsWanted(Kind kind) throws Exception {
        RealEngines.Build build = build(kind, from() + "RUN java -version\n");
        build.nativeOnly = true;
        ImageException e = assertThrows(ImageException.class, build::run);
        Platform host = Platform.parse(System.getProperty("os.arch"));
        Platform other = BOTH.stream().filter(p -> !p.equals(host)).findFirst().orElseThrow();
        assertTrue(
                e.getMessage().contains(": " + other + " would have to be emulated, as the engine's own is " + host),
                e::getMessage);

        build.platforms.keySet().remove(other);
        build.run();
        assertEquals(1, build.index().children().size());
    }

    @ParameterizedTest
    @EnumSource
    void aBaseBehindAPrivateAuthorityIsPulledInsideTheEngine(Kind kind) throws Exception {
        RegistryOptions trusting = RegistryOptions.defaults()
                .withTls(TlsOptions.defaults()
                        .withCaCertificates(List.of(engines.authorityFile))
                        .withTlsHosts(Set.of("127.0.0.1")));
        try (RegistryClient client = new RegistryClient(trusting)) {
            Reference place = Reference.parse(engines.privateRegistry.host() + "/base/java:17");
            engines.copier.copy(
                    ImageLayout.open(Unavailable.orSkip(DebianJavaBase::layoutWithTools)),
                    DebianJavaBase.TAG,
                    client.repository(place),
                    List.of("17"));
        }
        RealEngines.Build untrusting = build(kind, "FROM " + engines.privateHost(1) + "/base/java:17\n");
        if (kind == Kind.BUILDAH) {
            untrusting.registries = RegistryAccess.defaults();
        }
        ImageException e = assertThrows(ImageException.class, untrusting::run);
        assertTrue(e.getMessage().contains("x509"), e::getMessage);
        assertTrue(e.getMessage().contains("The engine does not trust the registry's certificate."), e::getMessage);

        // Docker's daemon has this one in its certs.d; Buildah is given it by the plugin.
        RealEngines.Build trusted =
                build(kind, "FROM " + engines.privateHost(0) + "/base/java:17\nRUN java -version\n");
        if (kind == Kind.BUILDAH) {
            trusted.registries =
                    new RegistryAccess(List.of(engines.authorityFile), Set.of(), Set.of(), Set.of(), Map.of());
        }
        trusted.run();
        assertEquals(2, trusted.index().children().size());
    }
}
