package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.registry.auth.StaticCredentials;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.TestAuthority;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.TokenServer;
import io.github.multiarchmaven.testbed.TokenServer.Asked;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real registry with tokens: what is asked of the token server, what lasts, and what is said when it is not enough. */
@Timeout(120)
final class TokenRegistryIT {
    private static final String PASSWORD = "correct horse";
    private static final Credential ANN = Credential.basic("ann", PASSWORD);
    private static final Credential BOB = Credential.basic("bob", PASSWORD);

    @TempDir
    Path folder;

    /** Ann may write, Bob may read, anyone may read what is public. */
    private static TokenServer staffed(TokenServer tokens) {
        return tokens.user("ann", PASSWORD)
                .allow("ann", "", "pull", "push")
                .user("bob", PASSWORD)
                .allow("bob", "", "pull")
                .allowAnyone("public/", "pull");
    }

    private final TokenServer tokens = staffed(TokenServer.start());
    private final RealRegistry registry = Unavailable.orSkip(() -> RealRegistry.startWithTokens(tokens));

    @AfterEach
    void stop() {
        registry.close();
        tokens.close();
    }

    private static CredentialSource login(RealRegistry registry, Credential credential) {
        return new StaticCredentials(Map.of(registry.host(), credential), "settings.xml");
    }

    private RegistryClient client(Credential credential) {
        return new RegistryClient(RegistryOptions.defaults().withCredentials(login(registry, credential)));
    }

    private static Repository repository(RegistryClient client, RealRegistry registry, String name) {
        return client.repository(Reference.parse(registry.host() + "/" + name));
    }

    private Repository repository(RegistryClient client, String name) {
        return repository(client, registry, name);
    }

    private static Manifest put(Repository repository, String tag) {
        return TinyImage.putIndex(repository, tag, 1000, Platform.linuxAmd64(), Platform.linuxArm64());
    }

    private long refusals() {
        return registry.accesses().stream().filter(a -> a.status() == 401).count();
    }

    private long pushTokens() {
        return tokens.asked().stream()
                .filter(a -> a.scopes().equals(List.of("repository:team/app:pull,push")))
                .count();
    }

    /** The sentence of a failure, which holds no secret. */
    private static String failure(Runnable work) {
        String message = assertThrows(ImageException.class, work::run).getMessage();
        assertFalse(message.contains("horse") || message.contains("refresh-"), message);
        return message;
    }

    @Test
    void pushAndPullPassWithATokenForEachRight() {
        try (RegistryClient client = client(ANN);
                RegistryClient reader = client(BOB)) {
            Manifest index = put(repository(client, "team/app"), "1");
            Repository read = repository(reader, "team/app");
            assertArrayEquals(index.bytes(), read.manifest("1").bytes());
            for (Descriptor child : index.children()) {
                // Reading verifies size and digest.
                read.manifest(child.digest().toString()).blobs().forEach(read::readBlob);
            }
        }
        List<String> pull = List.of("repository:team/app:pull");
        assertEquals(
                List.of(
                        new Asked("basic", "ann", pull, 200),
                        new Asked("basic", "ann", List.of("repository:team/app:pull,push"), 200),
                        new Asked("basic", "bob", pull, 200)),
                tokens.asked(),
                "one token for each right");
    }

    @Test
    void withoutALoginOneReadsWhatIsPublicAndNothingElse() {
        try (RegistryClient client = client(ANN)) {
            put(repository(client, "public/base"), "1");
            put(repository(client, "team/app"), "1");
        }
        try (RegistryClient anyone = new RegistryClient(RegistryOptions.defaults())) {
            assertTrue(repository(anyone, "public/base").resolve("1").isPresent());
            Asked last = tokens.asked().get(tokens.asked().size() - 1);
            assertEquals(new Asked("anonymous", "", List.of("repository:public/base:pull"), 200), last);

            String message = failure(() -> repository(anyone, "team/app").resolve("1"));
            assertTrue(message.contains("no credentials found for " + registry.host()), message);
        }
    }

    @Test
    void aMountHasOneTokenForBothRepositories() {
        try (RegistryClient client = client(ANN)) {
            Repository base = repository(client, "base/java");
            Descriptor blob = TinyImage.put(base, MediaTypes.OCI_LAYER_GZIP, new byte[] {1, 2, 3});

            BlobOutcome outcome = repository(client, "team/app")
                    .putBlob(blob, base.origin(blob).orElseThrow(), () -> {
                        throw new AssertionError("nothing is to be sent");
                    });

            assertEquals(BlobOutcome.MOUNTED, outcome);
            Asked last = tokens.asked().get(tokens.asked().size() - 1);
            assertEquals(List.of("repository:team/app:pull,push", "repository:base/java:pull"), last.scopes());
            List<Integer> mounts = registry.accesses().stream()
                    .filter(a -> a.pathAndQuery().contains("mount="))
                    .map(RealRegistry.Access::status)
                    .toList();
            assertEquals(List.of(201), mounts, "the first token was good for it");
        }
    }

    @Test
    void whereAMountMayNotReadTheBlobIsSent() {
        tokens.user("eve", PASSWORD).allow("eve", "team/", "pull", "push");
        byte[] content = {1, 2, 3};
        try (RegistryClient ann = client(ANN);
                RegistryClient eve = client(Credential.basic("eve", PASSWORD))) {
            Repository base = repository(ann, "base/java");
            Descriptor blob = TinyImage.put(base, MediaTypes.OCI_LAYER_GZIP, content);
            Repository app = repository(eve, "team/app");

            assertEquals(
                    BlobOutcome.SENT,
                    app.putBlob(blob, base.origin(blob).orElseThrow(), () -> new ByteArrayInputStream(content)));
            assertArrayEquals(content, app.readBlob(blob));
        }
    }

    @Test
    void aTokenThatEndsAmidARunIsReplaced() throws Exception {
        tokens.tokensLast(Duration.ofSeconds(2));
        try (RegistryClient client = client(ANN)) {
            Repository app = repository(client, "team/app");
            for (int run = 0; pushTokens() < 2; run++) {
                TinyImage.putImage(app, "run" + run, Platform.linuxAmd64(), run, c -> {});
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertTrue(refusals() > 2, "besides the first request, those whose tokens had ended were refused");
        }
    }

    @Test
    void anUploadThatOutlivesItsTokenEndsWell() {
        tokens.tokensLast(Duration.ofSeconds(2));
        byte[] content = "slow content ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        Descriptor blob = Descriptor.ofBytes(MediaTypes.OCI_LAYER_GZIP, content);
        AtomicInteger opened = new AtomicInteger();
        try (RegistryClient client = client(ANN)) {
            Repository app = repository(client, "team/app");

            assertEquals(
                    BlobOutcome.SENT,
                    app.putBlob(
                            blob,
                            null,
                            () -> opened.incrementAndGet() == 1 ? slow(content) : new ByteArrayInputStream(content)));

            assertArrayEquals(content, app.readBlob(blob));
            assertTrue(pushTokens() > 1, () -> tokens.asked().toString());
            assertEquals(2, opened.get(), "sent again with the new token");
        }
    }

    /** It comes when the token that the upload was opened with is no longer taken: the request's head waits for its first bytes. */
    private static InputStream slow(byte[] content) {
        return new ByteArrayInputStream(content) {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                if (pos == 0) {
                    try {
                        TimeUnit.MILLISECONDS.sleep(3200);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return super.read(buffer, offset, length);
            }
        };
    }

    @Test
    void anIdentityTokenLogsIn() {
        try (RegistryClient client = client(Credential.identityToken(tokens.identityToken("ann")))) {
            put(repository(client, "team/app"), "1");
        }
        assertEquals(2, tokens.asked().size());
        for (Asked asked : tokens.asked()) {
            assertEquals("refresh_token", asked.grant());
            assertEquals("ann", asked.user());
        }
    }

    @Test
    void anIdentityTokenThatIsNoneIsToldWithItsPlace() {
        try (RegistryClient client = client(Credential.identityToken("refresh-me-not"))) {
            String message = failure(() -> repository(client, "team/app").resolve("1"));
            assertTrue(message.contains("settings.xml server '" + registry.host() + "'"), message);
            assertTrue(message.contains("answered 401 UNAUTHORIZED (incorrect username or password)"), message);
        }
    }

    @Test
    void aLoginWithoutTheRightToPushIsToldAsSuch() {
        try (RegistryClient client = client(BOB)) {
            String message = failure(() -> put(repository(client, "team/app"), "1"));
            assertTrue(message.contains("team/app"), message);
            assertTrue(message.contains("The login may not do this: settings.xml server '" + registry.host()), message);
            assertFalse(message.contains("refused or missing"), message);
        }
    }

    @Test
    void aWrongPasswordIsToldWithItsPlace() {
        try (RegistryClient client = client(Credential.basic("ann", "wrong horse"))) {
            String message = failure(() -> repository(client, "team/app").resolve("1"));
            assertTrue(message.contains("logging in at 127.0.0.1"), message);
            assertTrue(message.contains("The login is refused or missing: settings.xml server"), message);
        }
    }

    @Test
    void aTokenServerWithACertificateOfThePrivateAuthorityIsTrustedByTheParameter() {
        TestAuthority authority = TestAuthority.named("Company root");
        try (TokenServer secured = staffed(TokenServer.startWithTls(authority));
                RealRegistry guarded = Unavailable.orSkip(() -> RealRegistry.startWithTokens(secured))) {
            RegistryOptions options = RegistryOptions.defaults().withCredentials(login(guarded, ANN));
            try (RegistryClient client = new RegistryClient(options)) {
                String message =
                        failure(() -> repository(client, guarded, "team/app").resolve("1"));
                assertTrue(message.contains(secured.host() + " was issued by 'CN=Company root'"), message);
                assertTrue(message.contains("caCertificates"), message);
            }
            assertEquals(List.of(), secured.asked());
            TlsOptions tls =
                    TlsOptions.defaults().withCaCertificates(List.of(authority.write(folder.resolve("ca/root.pem"))));
            try (RegistryClient client = new RegistryClient(options.withTls(tls))) {
                put(repository(client, guarded, "team/app"), "1");
                assertTrue(repository(client, guarded, "team/app").resolve("1").isPresent());
            }
        }
    }
}
