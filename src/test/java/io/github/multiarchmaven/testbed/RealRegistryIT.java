package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealRegistryIT {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void answersThePingAndLogsEachRequestInOrder() throws Exception {
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            assertEquals(200, get(registry, "/v2/", null));
            assertEquals(404, get(registry, "/v2/team/app/manifests/1?x=y", null));
            assertEquals(
                    List.of(
                            new RealRegistry.Access("GET", "/v2/", 200),
                            new RealRegistry.Access("GET", "/v2/team/app/manifests/1?x=y", 404)),
                    registry.accesses());
        }
    }

    @Test
    void withLoginRefusesWhoHasNone() throws Exception {
        try (RealRegistry registry = Unavailable.orSkip(() -> RealRegistry.startWithLogin("ann", "correct horse"))) {
            assertEquals(401, get(registry, "/v2/", null));
            assertEquals(401, get(registry, "/v2/", "ann:wrong"));
            assertEquals(200, get(registry, "/v2/", "ann:correct horse"));
        }
    }

    @Test
    void twoRunBesideEachOtherAndAreGoneWhenClosed() throws Exception {
        RealRegistry first = Unavailable.orSkip(RealRegistry::start);
        try (RealRegistry second = Unavailable.orSkip(RealRegistry::start)) {
            first.close();
            assertThrows(ConnectException.class, () -> get(first, "/v2/", null));
            assertEquals(200, get(second, "/v2/", null));
        } finally {
            first.close();
        }
    }

    private int get(RealRegistry registry, String pathAndQuery, String login) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + registry.host() + pathAndQuery));
        if (login != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
