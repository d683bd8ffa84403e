package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.StaticCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read where, and what falls back. */
class MirrorsTest {
    private final ScriptedRegistry first = new ScriptedRegistry();
    private final ScriptedRegistry second = new ScriptedRegistry();
    private final ScriptedRegistry origin = new ScriptedRegistry();
    private final Manifest image = Fixtures.image("one");
    private final byte[] content = Fixtures.bytes("a layer");
    private final Descriptor layer = Fixtures.blob(content);
    private final RegistryClient client = client(first.host() + "/cache", second.host());
    private final Repository app = client.source(origin.reference("team/app"));

    private RegistryClient client(String... mirrors) {
        return new RegistryClient(RegistryOptions.defaults()
                .withCredentials(new StaticCredentials(
                        Map.of(
                                first.host(), Credential.basic("first", "x"),
                                origin.host(), Credential.basic("origin", "x")),
                        "settings.xml"))
                .withMirrors(new Mirrors(Map.of(origin.host(), List.of(mirrors)))));
    }

    @AfterEach
    void stop() {
        client.close();
        first.close();
        second.close();
        origin.close();
    }

    private static String manifests(String repository, Object which) {
        return " /v2/" + repository + "/manifests/" + which;
    }

    private void serving(ScriptedRegistry registry, String repository) {
        registry.on("HEAD" + manifests(repository, "1"), Fixtures.head(image))
                .on("GET" + manifests(repository, image.digest()), Fixtures.serving(image))
                .on("HEAD /v2/" + repository + "/blobs/" + layer.digest(), Reply.status(200))
                .on(
                        "GET /v2/" + repository + "/blobs/" + layer.digest(),
                        Reply.status(200).body(content));
    }

    private void readsAll() throws IOException {
        assertEquals(image.descriptor(), app.resolve("1").orElseThrow());
        assertArrayEquals(image.bytes(), app.manifest(image.digest().toString()).bytes());
        assertTrue(app.hasBlob(layer));
        try (InputStream in = app.openBlob(layer)) {
            assertArrayEquals(content, in.readAllBytes());
        }
    }

    @Test
    void theFirstMirrorThatHasItIsReadAndNoOther() throws IOException {
        serving(first, "cache/team/app");
        readsAll();
        assertEquals(4, first.requests().size());
        assertEquals(List.of(), second.lines());
        assertEquals(List.of(), origin.lines());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void aMirrorThatLacksRefusesOrFailsIsPassedOver(int status) throws IOException {
        for (String line : List.of(
                "HEAD" + manifests("cache/team/app", "1"),
                "GET" + manifests("cache/team/app", image.digest()),
                "HEAD /v2/cache/team/app/blobs/" + layer.digest(),
                "GET /v2/cache/team/app/blobs/" + layer.digest())) {
            first.on(line, Reply.status(status));
        }
        serving(second, "team/app");
        readsAll();
        assertEquals(4, second.requests().size());
        assertEquals(List.of(), origin.lines());
    }

    @Test
    void theOriginComesLast() throws IOException {
        for (var mirror : Map.of(first, "cache/team/app", second, "team/app").entrySet()) {
            mirror.getKey()
                    .on("HEAD" + manifests(mirror.getValue(), "1"), Reply.status(404))
                    .on("GET" + manifests(mirror.getValue(), image.digest()), Reply.status(404))
                    .on("HEAD /v2/" + mirror.getValue() + "/blobs/" + layer.digest(), Reply.status(404))
                    .on("GET /v2/" + mirror.getValue() + "/blobs/" + layer.digest(), Reply.status(404));
        }
        serving(origin, "team/app");
        readsAll();
        assertEquals(4, origin.requests().size());
    }

    @Test
    void aMirrorThatIsGoneIsTriedOnce() throws IOException {
        first.close();
        serving(second, "team/app");
        readsAll();
        // Were it tried again, it would be asked now.
        assertEquals(4, second.requests().size());
        assertTrue(client.source(origin.reference("team/app")).hasBlob(layer));
    }

    @Test
    void aMirrorGetsItsOwnLoginOnly() {
        Reply basic = Reply.status(401).with("WWW-Authenticate", "Basic realm=\"x\"");
        first.on("HEAD" + manifests("cache/team/app", "1"), basic, Reply.status(404));
        second.on("HEAD" + manifests("team/app", "1"), basic);
        origin.on("HEAD" + manifests("team/app", "1"), basic, Fixtures.head(image));

        assertEquals(image.descriptor(), app.resolve("1").orElseThrow());

        assertEquals(
                Credential.basic("first", "x").basicHeader(),
                first.requests().get(1).header("Authorization"));
        assertEquals(1, second.requests().size(), "there is no login for it");
        assertEquals(
                Credential.basic("origin", "x").basicHeader(),
                origin.requests().get(1).header("Authorization"));
    }

    @Test
    void wrongBytesOfAMirrorAreAnError() {
        first.on("GET" + manifests("cache/team/app", image.digest()), Fixtures.serving(Fixtures.image("another")));
        assertThrows(
                CorruptContentException.class, () -> app.manifest(image.digest().toString()));
    }

    @Test
    void whatIsNowhereIsTheOriginsFailure() {
        first.on("GET" + manifests("cache/team/app", "1"), Reply.status(503));
        second.on("GET" + manifests("team/app", "1"), Reply.status(404));
        origin.on("GET" + manifests("team/app", "1"), Reply.status(404));
        var e = assertThrows(NotFoundException.class, () -> app.manifest("1"));
        assertTrue(e.getMessage().contains(origin.host()), e.getMessage());
        assertTrue(e.getSuppressed()[0].getMessage().contains("503"), "the mirror's failure goes along");
    }

    @Test
    void aRequestThatIsWrongIsNotAskedEverywhere() {
        first.on("HEAD" + manifests("cache/team/app", "1"), Reply.status(418));
        assertThrows(ImageException.class, () -> app.resolve("1"));
        assertEquals(List.of(), second.lines());
    }

    @Test
    void allElseIsTheOrigins() {
        origin.on("GET /v2/team/app/tags/list?n=1000", Reply.status(200).body("{\"tags\":[\"1\"]}"))
                .on("HEAD /v2/team/app/blobs/" + layer.digest(), Reply.status(200))
                .on("PUT" + manifests("team/app", "2"), Reply.status(201));
        assertEquals(List.of("1"), app.tags());
        app.putManifest(image, "2");
        app.putBlob(layer, null, () -> new ByteArrayInputStream(content));
        assertEquals(origin.host() + "/team/app", app.name());
        assertEquals(
                Optional.of(origin.reference("team/app").name()),
                app.origin(layer).map(Reference::name));
        assertEquals(List.of(), first.lines());
        assertEquals(List.of(), second.lines());
    }

    @Test
    void aRegistryWithoutMirrorsIsReadItself() {
        assertSame(client.repository(first.reference("team/app")), client.source(first.reference("team/app")));
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io, hub.io/proxy, alpine, hub.io/proxy/library/alpine",
        "index.docker.io, hub.io/proxy, alpine, hub.io/proxy/library/alpine",
        "docker.io, hub.io:5000, team/app, hub.io:5000/team/app",
        "Quay.io, hub.io/quay, quay.io/team/app, hub.io/quay/team/app"
    })
    void aRepositorysPathComesAfterTheMirrors(String registry, String mirror, String reference, String read) {
        var mirrors = new Mirrors(Map.of(registry, List.of(mirror)));
        assertEquals(
                List.of(read),
                mirrors.of(Reference.parse(reference)).stream()
                        .map(Reference::name)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "hub, hub.io, hub",
        "hub.io/team, other.io, hub.io/team",
        "hub.io, mirror, mirror",
        "hub.io, http://other.io, http",
        "hub.io, other.io/, other.io",
        "hub.io, '', ''"
    })
    void whatIsNoRegistryIsRefused(String registry, String mirror, String text) {
        var e = assertThrows(InvalidInputException.class, () -> new Mirrors(Map.of(registry, List.of(mirror))));
        assertTrue(e.getMessage().contains(text), e.getMessage());
    }
}
