package io.github.multiarchmaven.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.assemble.AssembleRequest;
import io.github.multiarchmaven.assemble.AssembleResult;
import io.github.multiarchmaven.assemble.Assembler;
import io.github.multiarchmaven.assemble.BaseImages;
import io.github.multiarchmaven.assemble.ContainerSettings;
import io.github.multiarchmaven.assemble.JavaApp;
import io.github.multiarchmaven.assemble.JavaApplication;
import io.github.multiarchmaven.assemble.JavaContent;
import io.github.multiarchmaven.assemble.PlatformRequest;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.PlatformTags;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.Emulator;
import io.github.multiarchmaven.testbed.ImageFilesystem;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.Skopeo;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Build, push and publish on Debian's Java against the CNCF registry as a real process, with skopeo as the judge. */
class ShipToDockerRegistryIT {
    private static final List<Platform> BOTH = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    @TempDir
    Path folder;

    private static RegistryClient client() {
        return new RegistryClient(RegistryOptions.defaults());
    }

    private static void putBase(RegistryClient client, RealRegistry registry) {
        Path layout = Unavailable.orSkip(DebianJavaBase::layout);
        try (Copier copier = new Copier(4, new BlobLocations())) {
            copier.copy(
                    ImageLayout.open(layout),
                    DebianJavaBase.TAG,
                    client.repository(Reference.parse(registry.host() + "/base/java")),
                    List.of("17"));
        }
    }

    private AssembleResult build(RegistryClient client, String from, Path layout) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path source = folder.resolve("Hello.java");
        Files.writeString(
                source,
                "public class Hello { public static void main(String[] a) {"
                        + " System.out.println(\"hello from \" + System.getProperty(\"os.arch\")); } }");
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", classes.toString(), source.toString());
        assertEquals(0, exit);
        BaseImages bases = new BaseImages(client::repository, folder.resolve("bases"), folder, false);
        JavaContent content = JavaApplication.contentOf(JavaApp.of(classes, List.of()));
        ContainerSettings settings = new ContainerSettings(
                content.entrypoint(), content.cmd(), null, null, null, null, null, null, null, null);
        List<PlatformRequest> platforms = BOTH.stream()
                .map(p -> new PlatformRequest(p, bases.resolve(from, p), settings, content.layers()))
                .toList();
        return new Assembler().assemble(new AssembleRequest(layout, "1.0", platforms, folder.resolve("layers"), 2));
    }

    private Publish.Published ship(RegistryClient client, Path layout, Reference image) {
        try (Copier copier = new Copier(4, new BlobLocations())) {
            PlatformTags tags = PlatformTags.parse(PlatformTags.DEFAULT);
            new Push(copier, client::repository).push(new Push.Request(ImageLayout.open(layout), image, tags));
            return new Publish()
                    .publish(new Publish.Request(
                            ImageLayout.open(layout), client.repository(image), image, BOTH, tags, List.of("latest")));
        }
    }

    private static Set<String> baseLayers(RegistryClient client, RealRegistry registry) {
        var base = client.repository(Reference.parse(registry.host() + "/base/java"));
        return base.manifest("17").children().stream()
                .flatMap(child -> base.manifest(child.digest().toString()).layers().stream())
                .map(layer -> layer.digest().toString())
                .collect(Collectors.toSet());
    }

    private static List<RealRegistry.Access> writes(List<RealRegistry.Access> accesses) {
        return accesses.stream()
                .filter(a -> !a.method().equals("GET") && !a.method().equals("HEAD"))
                .toList();
    }

    @Test
    void inOneRegistryNoBaseByteMovesAndASecondRunWritesNothing() throws Exception {
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start);
                RegistryClient client = client()) {
            putBase(client, registry);
            Path layout = folder.resolve("layout");
            AssembleResult built = build(client, registry.host() + "/base/java:17", layout);
            Set<String> baseLayers = baseLayers(client, registry);
            assertEquals(2, baseLayers.size());
            for (String layer : baseLayers) {
                assertFalse(
                        Files.exists(ImageLayout.open(layout).blobPath(Digest.parse(layer))), "the layout is sparse");
            }
            int before = registry.accesses().size();
            Reference image = Reference.parse(registry.host() + "/team/app:1.0");
            Publish.Published published = ship(client, layout, image);
            assertEquals(built.index().digest(), published.index().digest());

            List<RealRegistry.Access> accesses = registry.accesses();
            List<RealRegistry.Access> pushing = accesses.subList(before, accesses.size());
            for (String layer : baseLayers) {
                assertTrue(
                        pushing.stream()
                                .anyMatch(a -> a.method().equals("POST")
                                        && a.status() == 201
                                        && a.pathAndQuery().contains("mount=" + layer)),
                        "mounted: " + layer + " in " + pushing);
                assertTrue(
                        pushing.stream()
                                .noneMatch(a ->
                                        (a.method().equals("GET") || a.method().equals("PUT"))
                                                && a.pathAndQuery().contains(layer.substring("sha256:".length()))),
                        "not one byte of it moves");
            }

            int second = registry.accesses().size();
            ship(client, layout, image);
            accesses = registry.accesses();
            assertEquals(List.of(), writes(accesses.subList(second, accesses.size())));
        }
    }

    @Test
    void fromAnotherRegistryBaseLayersAreStreamedOnceAndNotStored() throws Exception {
        try (RealRegistry hub = Unavailable.orSkip(RealRegistry::start);
                RealRegistry other = Unavailable.orSkip(RealRegistry::start);
                RegistryClient client = client()) {
            putBase(client, hub);
            Path layout = folder.resolve("layout");
            build(client, hub.host() + "/base/java:17", layout);
            Set<String> baseLayers = baseLayers(client, hub);
            ship(client, layout, Reference.parse(other.host() + "/team/app:1.0"));
            for (String layer : baseLayers) {
                assertFalse(Files.exists(ImageLayout.open(layout).blobPath(Digest.parse(layer))));
                assertEquals(
                        1,
                        hub.accesses().stream()
                                .filter(a -> a.method().equals("GET")
                                        && a.pathAndQuery().endsWith("/blobs/" + layer))
                                .count());
            }
            Skopeo skopeo = Unavailable.orSkip(Skopeo::get);
            skopeo.copyAll("docker://" + other.host() + "/team/app:1.0", "oci:" + folder.resolve("copy") + ":1.0");
        }
    }

    @Test
    void skopeoSeesAndCopiesAnIndexOfTwoPlatformsAndBothRun() throws Exception {
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start);
                RegistryClient client = client()) {
            Skopeo skopeo = Unavailable.orSkip(Skopeo::get);
            putBase(client, registry);
            Path layout = folder.resolve("layout");
            AssembleResult built = build(client, registry.host() + "/base/java:17", layout);
            ship(client, layout, Reference.parse(registry.host() + "/team/app:1.0"));

            String source = "docker://" + registry.host() + "/team/app";
            byte[] raw = skopeo.inspectRaw(source + ":1.0").getBytes(UTF_8);
            assertEquals(built.index().digest(), Digest.ofBytes(raw));
            assertEquals(
                    built.index().digest(),
                    Digest.ofBytes(skopeo.inspectRaw(source + ":latest").getBytes(UTF_8)));
            Manifest index = Manifest.parse(raw, MediaTypes.OCI_INDEX);
            assertEquals(
                    BOTH,
                    index.children().stream()
                            .map(Descriptor::platform)
                            .map(Optional::orElseThrow)
                            .toList());
            for (Descriptor child : index.children()) {
                Platform platform = child.platform().orElseThrow();
                String config = skopeo.run("inspect", "--config", "--tls-verify=false", source + "@" + child.digest());
                assertTrue(
                        config.contains("\"architecture\":\"" + platform.architecture() + "\"")
                                || config.contains("\"architecture\": \"" + platform.architecture() + "\""),
                        config);
                byte[] tagged =
                        skopeo.inspectRaw(source + ":1.0-" + platform.archTag()).getBytes(UTF_8);
                assertEquals(child.digest(), Digest.ofBytes(tagged));
            }

            Path copy = folder.resolve("copy");
            skopeo.copyAll(source + ":1.0", "oci:" + copy + ":1.0");
            assertEquals(
                    built.index().digest(),
                    ImageLayout.open(copy).resolve("1.0").orElseThrow().digest());
            List<String> answers = new ArrayList<>();
            for (Platform platform : BOTH) {
                try (ImageFilesystem files = ImageFilesystem.unpack(copy, "1.0", platform)) {
                    answers.add(Unavailable.orSkip(
                                    () -> Emulator.run(files.root(), platform, files.command(), files.environment()))
                            .strip());
                }
            }
            assertEquals(List.of("hello from amd64", "hello from aarch64"), answers);
        }
    }

    @Test
    void aLoginIsUsedAndARefusedOneIsExplained() throws Exception {
        try (RealRegistry registry = Unavailable.orSkip(() -> RealRegistry.startWithLogin("ci", "right-password"))) {
            Path classes = folder.resolve("layout");
            Reference image = Reference.parse(registry.host() + "/team/app:1.0");
            try (RegistryClient none = client()) {
                ImageException e = assertThrows(
                        ImageException.class, () -> none.repository(image).resolve("1.0"));
                assertTrue(e.getMessage().contains("answered 401"), e.getMessage());
                assertTrue(e.getMessage().contains("no credentials found for " + registry.host()), e.getMessage());
            }
            try (RegistryClient wrong = client("wrong-password")) {
                ImageException e = assertThrows(
                        ImageException.class, () -> wrong.repository(image).resolve("1.0"));
                assertTrue(e.getMessage().contains("the test's login"), e.getMessage());
                assertFalse(e.getMessage().contains("wrong-password"), e.getMessage());
            }
            try (RegistryClient right = client("right-password")) {
                putBase(right, registry);
                build(right, registry.host() + "/base/java:17", classes);
                assertEquals(2, ship(right, classes, image).index().children().size());
            }
        }
    }

    private static RegistryClient client(String password) {
        return new RegistryClient(RegistryOptions.defaults().withCredentials(new CredentialSource() {
            @Override
            public Optional<Credential> find(String registryHost) {
                return Optional.of(Credential.basic("ci", password));
            }

            @Override
            public String describe(String registryHost) {
                return "the test's login";
            }
        }));
    }
}
