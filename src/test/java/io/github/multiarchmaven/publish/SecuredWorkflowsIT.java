package io.github.multiarchmaven.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.PlatformTags;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.promote.ImageRequest;
import io.github.multiarchmaven.promote.ImageResult;
import io.github.multiarchmaven.promote.ImageSpec;
import io.github.multiarchmaven.promote.LockFile;
import io.github.multiarchmaven.promote.Place;
import io.github.multiarchmaven.promote.Places;
import io.github.multiarchmaven.promote.PromoteOptions;
import io.github.multiarchmaven.promote.Promotions;
import io.github.multiarchmaven.registry.ProxySetting;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.StaticCredentials;
import io.github.multiarchmaven.registry.tls.ClientCertificate;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import io.github.multiarchmaven.testbed.RealProxy;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.Skopeo;
import io.github.multiarchmaven.testbed.TestAuthority;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.TokenServer;
import io.github.multiarchmaven.testbed.TokenServer.Asked;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promote, push and publish to an organisation's registry as it is in earnest: the real {@code docker-registry} with a private
 * authority and each kind of login, with skopeo as the judge of what arrived.
 */
@Timeout(180)
class SecuredWorkflowsIT {
    private static final Platform[] BOTH = {Platform.linuxAmd64(), Platform.linuxArm64()};
    private static final PlatformTags TAGS = PlatformTags.parse(PlatformTags.DEFAULT);
    private static final String PASSWORD = "correct horse";
    private static final Credential ANN = Credential.basic("ann", PASSWORD);

    @TempDir
    Path folder;

    private final TestAuthority authority = TestAuthority.named("Company root");
    private final TestAuthority clients = TestAuthority.named("Company staff");
    private final RealRegistry upstream = Unavailable.orSkip(RealRegistry::start);

    @AfterEach
    void stop() {
        upstream.close();
    }

    /** With the login, and without the authority. */
    private RegistryOptions options(RealRegistry hub) {
        return RegistryOptions.defaults()
                .withCredentials(new StaticCredentials(Map.of(hub.host(), ANN), "settings.xml"))
                .withTls(TlsOptions.defaults().withTlsHosts(Set.of(hub.host())));
    }

    private RegistryOptions trusting(RegistryOptions options) {
        Path root = authority.write(folder.resolve("certs/ca.crt"));
        return options.withTls(options.tls().withCaCertificates(List.of(root)));
    }

    private static ImageRequest request(String from, String to) {
        Path here = Path.of("");
        return new ImageRequest(
                new ImageSpec(
                        List.of(new ImageSpec.Source(Place.parse(from, here), null)),
                        Place.parse(to, here),
                        List.of(),
                        List.of()),
                null);
    }

    private static ImageResult promote(RegistryClient client, String from, String to) {
        try (Copier copier = new Copier(4, new BlobLocations());
                Places places = new Places(client::source, client::repository, false)) {
            return new Promotions(PromoteOptions.defaults(), copier, places, InstantSource.system(), 4, line -> {})
                    .run(List.of(request(from, to)), LockFile.empty())
                    .results()
                    .get(0);
        }
    }

    private static void push(RegistryClient client, ImageLayout layout, Reference image) {
        try (Copier copier = new Copier(4, new BlobLocations())) {
            new Push(copier, client::repository).push(new Push.Request(layout, image, TAGS));
        }
    }

    private static void publish(RegistryClient client, ImageLayout layout, Reference image) {
        new Publish()
                .publish(new Publish.Request(
                        layout, client.repository(image), image, List.of(BOTH), TAGS, List.of("latest")));
    }

    private Manifest putUpstream() {
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            return TinyImage.putIndex(
                    client.repository(Reference.parse(upstream.host() + "/java")), "17", 100_000, BOTH);
        }
    }

    /** As the goal build leaves it: an image on the base for each platform, whose layers are in the hub and not in the layout. */
    private Manifest buildSparse(ImageLayout layout, Manifest base, String baseName) {
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            Repository bases = client.repository(Reference.parse(upstream.host() + "/java"));
            List<Descriptor> children = new ArrayList<>();
            for (Descriptor child : base.children()) {
                Manifest image = bases.manifest(child.digest().toString());
                byte[] tar = TinyImage.tar(
                        "app/platform", child.platform().orElseThrow().toString());
                ObjectNode config = Json.parseObject(bases.readBlob(image.config()), "a configuration");
                ((ArrayNode) config.at("/rootfs/diff_ids"))
                        .add(Digest.ofBytes(tar).toString());
                ObjectNode json = image.json();
                json.set(
                        "config",
                        TinyImage.put(layout, MediaTypes.OCI_CONFIG, Json.bytes(config))
                                .json());
                json.withArray("layers")
                        .add(TinyImage.put(layout, MediaTypes.OCI_LAYER_GZIP, TinyImage.gzip(tar))
                                .json());
                json.putObject("annotations").put(Annotations.BASE_NAME, baseName);
                Manifest built = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
                layout.putManifest(built, null);
                children.add(built.descriptor().withPlatform(child.platform().orElseThrow()));
            }
            Manifest index = Indexes.compose(children, Map.of());
            layout.putManifest(index, "1.0");
            return index;
        }
    }

    /** Another program's view, over TLS with the authority's certificate, and the client's if the folder has one. */
    private Digest seen(RealRegistry hub, String name) throws Exception {
        Skopeo skopeo =
                Unavailable.orSkip(Skopeo::get).withLogin(hub.host(), "ann", PASSWORD, folder.resolve("auth.json"));
        String certificates = folder.resolve("certs").toString();
        String raw = skopeo.run("inspect", "--raw", "--cert-dir", certificates, "docker://" + hub.host() + "/" + name);
        return Digest.ofBytes(raw.getBytes(UTF_8));
    }

    /** From upstream into the hub, within the hub, and from a layout; then without the authority. */
    private void allPassAndAreByteEqual(RealRegistry hub, RegistryOptions untrusting) throws Exception {
        Manifest base = putUpstream();
        ImageLayout layout = ImageLayout.openOrCreate(folder.resolve("layout"));
        Manifest built = buildSparse(layout, base, hub.host() + "/base/java:17");
        Reference image = Reference.parse(hub.host() + "/team/app:1.0");
        String from = upstream.host() + "/java:17";
        try (RegistryClient client = new RegistryClient(trusting(untrusting))) {
            ImageResult first = promote(client, from, hub.host() + "/base/java:17");
            assertEquals(ImageResult.Status.PROMOTED, first.status(), first::detail);
            ImageResult second = promote(client, hub.host() + "/base/java:17", hub.host() + "/team/java:17");
            assertEquals(ImageResult.Status.PROMOTED, second.status(), second::detail);
            push(client, layout, image);
            publish(client, layout, image);
        }
        assertEquals(base.digest(), seen(hub, "base/java:17"));
        assertEquals(base.digest(), seen(hub, "team/java:17"));
        assertEquals(built.digest(), seen(hub, "team/app:1.0"));
        assertEquals(built.digest(), seen(hub, "team/app:latest"));
        for (int i = 0; i < BOTH.length; i++) {
            assertEquals(
                    built.children().get(i).digest(),
                    seen(hub, "team/app:1.0-" + BOTH[i].archTag()),
                    BOTH[i]::toString);
        }
        for (String name : List.of("team/java", "team/app")) {
            assertTrue(
                    hub.accesses().stream()
                            .anyMatch(a -> a.status() == 201
                                    && a.pathAndQuery().startsWith("/v2/" + name + "/blobs/uploads/?")
                                    && a.pathAndQuery().contains("from=base")),
                    "within the hub what the base has is mounted: " + name);
        }
        try (RegistryClient client = new RegistryClient(untrusting)) {
            ImageResult refused = promote(client, from, hub.host() + "/base/other:17");
            assertEquals(ImageResult.Status.FAILED, refused.status());
            assertNamesTheAuthority(hub, refused.detail());
            assertNamesTheAuthority(hub, failure(() -> push(client, layout, image)));
            assertNamesTheAuthority(hub, failure(() -> publish(client, layout, image)));
        }
    }

    private static String failure(Runnable work) {
        return assertThrows(ImageException.class, work::run).getMessage();
    }

    private static void assertNamesTheAuthority(RealRegistry hub, String message) {
        assertTrue(message.contains("the certificate of " + hub.host() + " was issued by 'CN=Company root'"), message);
        assertTrue(message.contains("caCertificates"), message);
    }

    @Test
    void withAPasswordAndAPrivateAuthority() throws Exception {
        try (RealRegistry hub = Unavailable.orSkip(
                () -> RealRegistry.startWithTls(new RealRegistry.Tls(authority, null), "ann", PASSWORD))) {
            allPassAndAreByteEqual(hub, options(hub));
        }
    }

    @Test
    void withTokensOfATokenServerOfThePrivateAuthority() throws Exception {
        try (TokenServer tokens = TokenServer.startWithTls(authority)
                        .user("ann", PASSWORD)
                        .allow("ann", "", "pull", "push");
                RealRegistry hub = Unavailable.orSkip(
                        () -> RealRegistry.startWithTokens(tokens, new RealRegistry.Tls(authority, null)))) {
            allPassAndAreByteEqual(hub, options(hub));

            for (String name : List.of("team/java", "team/app")) {
                List<String> both = List.of("repository:" + name + ":pull,push", "repository:base/java:pull");
                assertTrue(tokens.asked().contains(new Asked("basic", "ann", both, 200)), () -> tokens.asked()
                        .toString());
            }
        }
    }

    @Test
    void throughAProxyWithALogin() throws Exception {
        try (RealProxy proxy = Unavailable.orSkip(() -> RealProxy.start("joe", "battery-staple"));
                RealRegistry hub = Unavailable.orSkip(
                        () -> RealRegistry.startWithTls(new RealRegistry.Tls(authority, null), "ann", PASSWORD))) {
            Credential login = Credential.basic("joe", "battery-staple");
            allPassAndAreByteEqual(
                    hub,
                    options(hub).withProxies(url -> Optional.of(new ProxySetting("127.0.0.1", proxy.port(), login))));

            List<String> requests = proxy.requests();
            assertTrue(requests.stream().anyMatch(line -> line.contains("CONNECT " + hub.host())), requests::toString);
            assertTrue(
                    requests.stream().anyMatch(line -> line.contains("GET http://" + upstream.host() + "/v2/java/")),
                    requests::toString);
        }
    }

    @Test
    void withTokensThroughAProxyWithALogin() throws Exception {
        try (RealProxy proxy = Unavailable.orSkip(() -> RealProxy.start("joe", "battery-staple"));
                TokenServer tokens = TokenServer.startWithTls(authority)
                        .user("ann", PASSWORD)
                        .allow("ann", "", "pull", "push");
                RealRegistry hub = Unavailable.orSkip(
                        () -> RealRegistry.startWithTokens(tokens, new RealRegistry.Tls(authority, null)))) {
            Credential login = Credential.basic("joe", "battery-staple");
            allPassAndAreByteEqual(
                    hub,
                    options(hub).withProxies(url -> Optional.of(new ProxySetting("127.0.0.1", proxy.port(), login))));

            List<String> requests = proxy.requests();
            assertTrue(
                    requests.stream().anyMatch(line -> line.contains("CONNECT " + tokens.host())), requests::toString);
        }
    }

    @Test
    void withClientCertificates() throws Exception {
        try (RealRegistry hub = Unavailable.orSkip(
                () -> RealRegistry.startWithTls(new RealRegistry.Tls(authority, clients), null, null))) {
            Path mine = clients.issue("build machine").write(folder.resolve("certs"), "client.cert", "client.key");
            RegistryOptions options = options(hub);
            allPassAndAreByteEqual(
                    hub,
                    options.withTls(options.tls()
                            .withClientCertificates(Map.of(
                                    hub.host(),
                                    new ClientCertificate(mine.resolve("client.cert"), mine.resolve("client.key"))))));
        }
    }
}
