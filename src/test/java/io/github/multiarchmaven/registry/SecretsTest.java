package io.github.multiarchmaven.registry;

import static io.github.multiarchmaven.registry.Fixtures.blob;
import static io.github.multiarchmaven.registry.Fixtures.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.StaticCredentials;
import io.github.multiarchmaven.testbed.TunnelProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a client with every logger of its process at its most talkative, and looks for secrets in all that it prints. */
class SecretsTest {
    private static final String PASSWORD = "canary-password";
    private static final String IDENTITY_TOKEN = "canary-identity-token";
    private static final String BASIC =
            Base64.getEncoder().encodeToString(("joe:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    private static final Credential PROXY_LOGIN = Credential.basic("proxy-joe", "canary-proxy");
    private static final List<String> SECRETS = List.of(
            PASSWORD,
            IDENTITY_TOKEN,
            BASIC,
            PROXY_LOGIN.secret(),
            PROXY_LOGIN.basicHeader().substring("Basic ".length()),
            "canary-bearer",
            "canary-signature",
            "canary-state",
            "canary-user",
            "canary");
    private static final byte[] CONTENT = bytes("the bytes of a layer");
    private static final Descriptor LAYER = blob(CONTENT);

    @Test
    void noLogAtAnyLevelHoldsASecret(@TempDir Path folder) throws Exception {
        try (ScriptedRegistry registry = new ScriptedRegistry();
                ScriptedRegistry store = new ScriptedRegistry();
                TunnelProxy proxy = new TunnelProxy("HTTP/1.1 407 canary\r\n\r\n")) {
            script(registry, store);
            String output = run(folder, registry.host(), Integer.toString(proxy.port()));

            // Otherwise the test proves nothing: the client ran, it logged, and the secrets were in play.
            assertTrue(output.contains("DEBUG " + Http.class.getName()), output);
            assertTrue(output.contains("X-Sig=***"), output);
            assertTrue(output.contains("ended well"), output);
            assertEquals(6, output.lines().filter(l -> l.startsWith("failed: ")).count(), output);
            assertTrue(
                    registry.requests().stream().anyMatch(r -> ("Basic " + BASIC).equals(r.header("Authorization"))));
            assertTrue(registry.requests().stream()
                    .anyMatch(r -> "Bearer canary-bearer".equals(r.header("Authorization"))));
            assertTrue(registry.requests().stream().anyMatch(r -> r.text().contains(IDENTITY_TOKEN)));
            assertTrue(store.lines().stream().anyMatch(line -> line.contains("canary-signature")));

            assertTrue(output.contains("answered 500; trying again in "), output);
            assertEquals(2, proxy.heads().size());
            assertTrue(proxy.heads().stream()
                    .allMatch(head -> head.contains("Proxy-Authorization: " + PROXY_LOGIN.basicHeader())));

            for (String secret : SECRETS) {
                assertFalse(output.contains(secret), () -> secret + " in:\n" + output);
            }
        }
    }

    private static void script(ScriptedRegistry registry, ScriptedRegistry store) {
        Reply bearer = Reply.status(401)
                .with("WWW-Authenticate", "Bearer realm=\"" + registry.url("/token") + "\",service=\"hub\"");
        String token = "{\"token\":\"canary-bearer\"}";
        Reply tags = Reply.status(200).body("{\"tags\":[]}");
        String blobs = "/v2/team/app/blobs/";
        registry.on("GET /v2/team/app/tags/list?n=1000", bearer, tags, bearer, tags)
                .on(
                        "GET /token?service=hub&scope=repository%3Ateam%2Fapp%3Apull",
                        Reply.status(200).body(token))
                .on(
                        "GET /token?service=hub&scope=repository%3Ateam%2Fapp%3Apull%2Cpush",
                        Reply.status(200).body(token))
                .on("POST /token", Reply.status(200).body(token))
                .on(
                        "GET " + blobs + LAYER.digest(),
                        Reply.status(307).with("Location", store.url("/blob?X-Sig=canary-signature")),
                        Reply.status(307).with("Location", store.url("/gone?X-Sig=canary-signature")),
                        Reply.status(307).with("Location", "http://127.0.0.1:1/refused?X-Sig=canary-signature"),
                        Reply.status(307).with("Location", "http://canary-user:x@[bad?X-Sig=canary-signature"))
                .on("HEAD " + blobs + LAYER.digest(), Reply.status(404))
                .on("POST " + blobs + "uploads/", Reply.status(202).with("Location", "/upload?_state=canary-state"))
                .on(
                        "PUT /upload?_state=canary-state&digest="
                                + LAYER.digest().toString().replace(":", "%3A"),
                        Reply.status(201),
                        Fixtures.error(500, "UNKNOWN", "broken"));
        store.on("GET /blob?X-Sig=canary-signature", Reply.status(200).body(CONTENT))
                .on("GET /gone?X-Sig=canary-signature", Reply.status(403).body("<html>gone</html>"));
    }

    private static String run(Path folder, String host, String proxyPort) throws IOException, InterruptedException {
        // google-http-client logs to java.util.logging.
        Path logging = Files.writeString(
                folder.resolve("logging.properties"),
                """
                handlers=java.util.logging.ConsoleHandler
                com.google.level=ALL
                org.apache.level=ALL
                java.util.logging.ConsoleHandler.level=ALL
                """);
        Path output = folder.resolve("output.txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        "-Djava.util.logging.config.file=" + logging,
                        Client.class.getName(),
                        host,
                        proxyPort)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            child.getOutputStream().close();
            assertTrue(child.waitFor(2, TimeUnit.MINUTES), "the client hangs");
        } finally {
            child.destroyForcibly();
        }
        return Files.readString(output);
    }

    /** The child. Secrets are not arguments: the class has them. */
    static final class Client {
        private Client() {}

        public static void main(String[] arguments) {
            String host = arguments[0];
            Reference reference = Reference.parse(host + "/team/app");
            for (Credential credential :
                    List.of(Credential.identityToken(IDENTITY_TOKEN), Credential.basic("joe", PASSWORD))) {
                var login = new StaticCredentials(Map.of(host, credential), "settings.xml");
                try (var client = new RegistryClient(
                        RegistryOptions.defaults().withMaxRetries(1).withCredentials(login))) {
                    RegistryRepository app = client.repository(reference);
                    app.tags();
                    attempt(() -> read(app));
                    attempt(() -> app.putBlob(LAYER, null, () -> new ByteArrayInputStream(CONTENT)));
                    attempt(() -> read(app));
                    System.out.println(client + " " + login + " " + credential);
                }
            }
            int port = Integer.parseInt(arguments[1]);
            for (String scheme : List.of("http", "https")) {
                var options = RegistryOptions.defaults()
                        .withPlainHttpHosts(Set.of("http.example.invalid"))
                        .withProxies(url -> Optional.of(new ProxySetting("127.0.0.1", port, PROXY_LOGIN)));
                try (var client = new RegistryClient(options)) {
                    RegistryRepository app = client.repository(Reference.parse(scheme + ".example.invalid/team/app"));
                    attempt(app::tags);
                    System.out.println(options);
                    System.out.println(options.proxies().of(URI.create("http://h.io")));
                }
            }
            System.out.println("ended well");
        }

        private static void read(RegistryRepository app) throws IOException {
            try (InputStream in = app.openBlob(LAYER)) {
                in.readAllBytes();
            }
        }

        private interface Attempt {
            void run() throws IOException;
        }

        private static void attempt(Attempt attempt) {
            try {
                attempt.run();
                System.out.println("succeeded");
            } catch (RuntimeException | IOException e) {
                System.out.println("failed: " + e.getMessage());
                // With causes, as mvn -e prints it.
                e.printStackTrace();
            }
        }
    }
}
