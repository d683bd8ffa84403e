package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several threads of one client push referrers of one subject to a registry without the referrers API. */
final class FallbackIndexTest {
    private static final int THREADS = 6;

    @Test
    void noReferrerIsLostWhenSeveralArePushedAtOnce() throws Exception {
        Map<String, byte[]> stored = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, stored));
        server.start();
        Descriptor subject = Fixtures.image("subject").descriptor().bare();
        List<Manifest> referrers = IntStream.range(0, THREADS)
                .mapToObj(i -> Fixtures.referrer("r" + i, subject))
                .toList();
        try (RegistryClient client = Fixtures.client(CredentialSource.none())) {
            RegistryRepository target = client.repository(
                    Reference.parse("127.0.0.1:" + server.getAddress().getPort() + "/team/app"));
            CountDownLatch ready = new CountDownLatch(THREADS);
            List<Callable<Void>> pushes = referrers.stream()
                    .<Callable<Void>>map(referrer -> () -> {
                        ready.countDown();
                        ready.await();
                        target.putManifest(referrer, null);
                        return null;
                    })
                    .toList();
            for (Future<Void> push : threads.invokeAll(pushes)) {
                push.get();
            }
            Set<Digest> listed = new HashSet<>();
            target.referrers(subject.digest()).forEach(d -> listed.add(d.digest()));
            Set<Digest> expected = new HashSet<>();
            referrers.forEach(r -> expected.add(r.digest()));
            assertEquals(expected, listed);
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    /** Manifests by tag or digest, and nothing else. */
    private static void answer(HttpExchange exchange, Map<String, byte[]> stored) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("PUT")) {
                stored.put(path, exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(201, -1);
                return;
            }
            byte[] bytes = stored.get(path);
            if (bytes == null && path.contains("/manifests/sha256:")) {
                // An index is stored by its tag, and read by its digest.
                bytes = stored.values().stream()
                        .filter(b -> path.endsWith(Digest.ofBytes(b).toString()))
                        .findFirst()
                        .orElse(null);
            }
            if (bytes == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", MediaTypes.OCI_INDEX);
            exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
