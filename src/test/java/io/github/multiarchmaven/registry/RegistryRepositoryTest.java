package io.github.multiarchmaven.registry;

import static io.github.multiarchmaven.registry.Fixtures.bytes;
import static io.github.multiarchmaven.registry.Fixtures.head;
import static io.github.multiarchmaven.registry.Fixtures.image;
import static io.github.multiarchmaven.registry.Fixtures.index;
import static io.github.multiarchmaven.registry.Fixtures.referrer;
import static io.github.multiarchmaven.registry.Fixtures.serving;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests, tags and referrers of a registry that answers as scripted. */
class RegistryRepositoryTest {
    private static final String PATH = "/v2/team/app/";

    private final ScriptedRegistry registry = new ScriptedRegistry();
    private final RegistryClient client = Fixtures.client(CredentialSource.none());
    private final RegistryRepository app = client.repository(registry.reference("team/app"));

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    @Test
    void asksForAllFourKindsOfManifest() {
        Manifest image = image("one");
        registry.on("HEAD " + PATH + "manifests/1", head(image)).on("GET " + PATH + "manifests/1", serving(image));
        app.resolve("1");
        app.manifest("1");
        for (ScriptedRegistry.Seen request : registry.requests()) {
            assertEquals(
                    Set.copyOf(MediaTypes.MANIFESTS),
                    Set.of(request.header("Accept").split(", *")));
        }
    }

    @Test
    void resolvesByHeadAlone() {
        Manifest image = image("one");
        registry.on("HEAD " + PATH + "manifests/1", head(image));
        assertEquals(Optional.of(image.descriptor()), app.resolve("1"));
        assertEquals(List.of("HEAD " + PATH + "manifests/1"), registry.lines());
    }

    @Test
    void readsTheManifestWhenHeadNamesNoDigest() {
        Manifest image = image("one");
        registry.on(
                        "HEAD " + PATH + "manifests/1",
                        Reply.status(200).with("Content-Type", image.mediaType(), "Content-Length", "12"))
                .on("GET " + PATH + "manifests/1", serving(image));
        assertEquals(Optional.of(image.descriptor()), app.resolve("1"));
    }

    @Test
    void readsTheManifestWhereHeadIsNotAllowed() {
        Manifest image = image("one");
        registry.on("HEAD " + PATH + "manifests/1", Reply.status(405))
                .on("GET " + PATH + "manifests/1", serving(image));
        assertEquals(Optional.of(image.descriptor()), app.resolve("1"));
    }

    @Test
    void refusesAnotherDigestThanAskedForInHead() {
        Digest asked = image("asked").digest();
        registry.on("HEAD " + PATH + "manifests/" + asked, head(image("other")));
        var e = assertThrows(CorruptContentException.class, () -> app.resolve(asked.toString()));
        assertTrue(e.getMessage().contains(asked.toString()), e.getMessage());
    }

    @Test
    void refusesOtherBytesThanAskedForWhateverTheHeaderSays() {
        Manifest asked = image("asked");
        registry.on(
                "GET " + PATH + "manifests/" + asked.digest(),
                Reply.status(200)
                        .with("Content-Type", asked.mediaType())
                        .with("Docker-Content-Digest", asked.digest().toString())
                        .body(image("other").bytes()));
        assertThrows(
                CorruptContentException.class, () -> app.manifest(asked.digest().toString()));
    }

    @Test
    void refusesBytesOfATagThatAreNotTheAnnouncedOnes() {
        registry.on(
                "GET " + PATH + "manifests/1",
                Reply.status(200)
                        .with("Content-Type", MediaTypes.OCI_MANIFEST)
                        .with(
                                "Docker-Content-Digest",
                                image("announced").digest().toString())
                        .body(image("sent").bytes()));
        assertThrows(CorruptContentException.class, () -> app.manifest("1"));
    }

    @Test
    void anUnusableDigestHeaderIsNamedWithTheManifest() {
        registry.on(
                        "HEAD " + PATH + "manifests/1",
                        head(image("one")),
                        Reply.status(200)
                                .with("Content-Type", MediaTypes.OCI_MANIFEST, "Content-Length", "1")
                                .with("Docker-Content-Digest", "md5:abc"))
                .on(
                        "GET " + PATH + "manifests/1",
                        Reply.status(200)
                                .with("Content-Type", MediaTypes.OCI_MANIFEST, "Docker-Content-Digest", "md5:abc")
                                .body(image("one").bytes()));
        app.resolve("1");
        var e = assertThrows(CorruptContentException.class, () -> app.resolve("1"));
        assertTrue(e.getMessage().contains("manifest 1 of " + app.name()), e.getMessage());
        e = assertThrows(CorruptContentException.class, () -> app.manifest("1"));
        assertTrue(e.getMessage().contains("manifest 1 of " + app.name()), e.getMessage());
    }

    @Test
    void keepsBytesAndTypeOfAContentTypeWithParameters() {
        Manifest image = image("one");
        registry.on(
                "GET " + PATH + "manifests/1",
                Reply.status(200)
                        .with("Content-Type", image.mediaType() + "; charset=utf-8")
                        .body(image.bytes()));
        Manifest read = app.manifest("1");
        assertEquals(image.descriptor(), read.descriptor());
        assertArrayEquals(image.bytes(), read.bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/json; charset=utf-8"})
    void looksIntoAManifestWhoseTypeIsNotSaid(String type) {
        Manifest index = index(image("one").descriptor());
        registry.on(
                "GET " + PATH + "manifests/1",
                Reply.status(200).with("Content-Type", type).body(index.bytes()));
        assertEquals(MediaTypes.OCI_INDEX, app.manifest("1").mediaType());
    }

    @Test
    void refusesAManifestThatCallsItselfAnotherType() {
        registry.on(
                "GET " + PATH + "manifests/1",
                Reply.status(200)
                        .with("Content-Type", MediaTypes.DOCKER_MANIFEST)
                        .body(image("one").bytes()));
        var e = assertThrows(CorruptContentException.class, () -> app.manifest("1"));
        assertTrue(e.getMessage().contains(MediaTypes.OCI_MANIFEST), e.getMessage());
    }

    @Test
    void refusesDockersOldSchemaWithAdvice() {
        registry.on(
                "GET " + PATH + "manifests/1",
                Reply.status(200)
                        .with("Content-Type", MediaTypes.DOCKER_SCHEMA1_SIGNED)
                        .body("{\"schemaVersion\":1}"));
        var e = assertThrows(InvalidInputException.class, () -> app.manifest("1"));
        assertTrue(e.getMessage().contains("schema 1"), e.getMessage());
    }

    @Test
    void refusesAManifestOfMoreThanFourMebibytes() {
        byte[] chunk = new byte[64 * 1024];
        registry.on(
                "GET " + PATH + "manifests/1",
                Reply.status(200).with("Content-Type", MediaTypes.OCI_MANIFEST).stream(0, out -> {
                    for (int i = 0; i < 65; i++) {
                        out.write(chunk);
                    }
                }));
        var e = assertThrows(CorruptContentException.class, () -> app.manifest("1"));
        assertTrue(e.getMessage().contains("4 MiB"), e.getMessage());
    }

    @Test
    void whatIsMissingResolvesToNothingAndFailsToRead() {
        Reply missing = Fixtures.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
        registry.on("HEAD " + PATH + "manifests/1", missing).on("GET " + PATH + "manifests/1", missing);
        assertEquals(Optional.empty(), app.resolve("1"));
        var e = assertThrows(NotFoundException.class, () -> app.manifest("1"));
        assertTrue(e.getMessage().contains("manifest 1 of " + app.name()), e.getMessage());
    }

    @Test
    void sendsAManifestsOwnBytesAndType() {
        Manifest image = image("one");
        registry.on(
                "PUT " + PATH + "manifests/1",
                Reply.status(201).with("Docker-Content-Digest", image.digest().toString()));
        app.putManifest(image, "1");
        var put = registry.request("PUT " + PATH + "manifests/1");
        assertArrayEquals(image.bytes(), put.body());
        assertEquals(image.mediaType(), put.header("Content-Type"));
    }

    @Test
    void aManifestWithoutTagIsPutUnderItsDigest() {
        Manifest image = image("one");
        registry.on("PUT " + PATH + "manifests/" + image.digest(), Reply.status(201));
        app.putManifest(image, null);
        assertEquals(List.of("PUT " + PATH + "manifests/" + image.digest()), registry.lines());
    }

    @Test
    void noticesARegistryThatStoresAManifestChanged() {
        registry.on(
                "PUT " + PATH + "manifests/1",
                Reply.status(201)
                        .with("Docker-Content-Digest", image("other").digest().toString()));
        assertThrows(CorruptContentException.class, () -> app.putManifest(image("one"), "1"));
    }

    @Test
    void followsTheListOfTagsToItsEnd() {
        registry.on(
                        "GET " + PATH + "tags/list?n=1000",
                        Reply.status(200)
                                .with("Link", "<" + PATH + "tags/list?n=1000&last=b>; rel=\"next\"")
                                .body("{\"name\":\"team/app\",\"tags\":[\"a\",\"b\"]}"))
                .on(
                        "GET " + PATH + "tags/list?n=1000&last=b",
                        Reply.status(200)
                                .with("Link", "<" + registry.url(PATH + "tags/list?last=c") + ">; rel=next")
                                .body("{\"tags\":[\"c\"]}"))
                .on("GET " + PATH + "tags/list?last=c", Reply.status(200).body("{\"tags\":null}"));
        assertEquals(List.of("a", "b", "c"), app.tags());
    }

    @Test
    void aListOfTagsDoesNotLeadToAnotherServer() {
        try (ScriptedRegistry other = new ScriptedRegistry()) {
            registry.on(
                    "GET " + PATH + "tags/list?n=1000",
                    Reply.status(200)
                            .with("Link", "<" + other.url(PATH + "tags/list") + ">; rel=\"next\"")
                            .body("{\"tags\":[\"a\"]}"));
            assertThrows(CorruptContentException.class, app::tags);
            assertEquals(List.of(), other.lines());
        }
    }

    @Test
    void aRepositoryThatDoesNotExistHasNoTags() {
        registry.on("GET " + PATH + "tags/list?n=1000", Fixtures.error(404, "NAME_UNKNOWN", "unknown"));
        assertEquals(List.of(), app.tags());
    }

    @Test
    void listsReferrersByTheApi() {
        Manifest subject = image("subject");
        Descriptor one = referrer("sbom", subject.descriptor()).descriptor();
        registry.on("GET " + PATH + "referrers/" + subject.digest(), serving(index(one)));
        assertEquals(List.of(one), app.referrers(subject.digest()));
    }

    @Test
    void followsTheListOfReferrersToItsEnd() {
        Manifest subject = image("subject");
        Descriptor one = referrer("sbom", subject.descriptor()).descriptor();
        Descriptor two = referrer("signature", subject.descriptor()).descriptor();
        String path = PATH + "referrers/" + subject.digest();
        registry.on("GET " + path, serving(index(one)).with("Link", "<" + path + "?last=1>; rel=\"next\""))
                .on("GET " + path + "?last=1", serving(index(two)));
        assertEquals(List.of(one, two), app.referrers(subject.digest()));
    }

    @Test
    void aListOfReferrersDoesNotLeadToAnotherServer() {
        try (ScriptedRegistry other = new ScriptedRegistry()) {
            Manifest subject = image("subject");
            String path = PATH + "referrers/" + subject.digest();
            registry.on("GET " + path, serving(index()).with("Link", "<" + other.url(path) + ">; rel=\"next\""));
            assertThrows(CorruptContentException.class, () -> app.referrers(subject.digest()));
            assertEquals(List.of(), other.lines());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 400, 405})
    void listsReferrersByTheTagSchemaWhereTheApiIsMissing(int status) {
        Manifest subject = image("subject");
        Manifest fallback = index(referrer("sbom", subject.descriptor()).descriptor());
        registry.on("GET " + PATH + "referrers/" + subject.digest(), Reply.status(status))
                .on("HEAD " + PATH + "manifests/" + tag(subject), head(fallback))
                .on("GET " + PATH + "manifests/" + fallback.digest(), serving(fallback));
        assertEquals(fallback.children(), app.referrers(subject.digest()));
        app.referrers(subject.digest());
        assertEquals(
                1,
                registry.requests("GET " + PATH + "referrers/" + subject.digest())
                        .size(),
                "the API is asked for once");
    }

    @Test
    void aPageInPlaceOfReferrersCountsAsNone() {
        Manifest subject = image("subject");
        registry.on(
                        "GET " + PATH + "referrers/" + subject.digest(),
                        Reply.status(200).with("Content-Type", "text/html").body("<html>Welcome</html>"))
                .on("HEAD " + PATH + "manifests/" + tag(subject), Reply.status(404));
        assertEquals(List.of(), app.referrers(subject.digest()));
    }

    @Test
    void aReferrerThatTheRegistryDoesNotListIsAddedToTheFallbackIndex() {
        Manifest subject = image("subject");
        Descriptor known = referrer("known", subject.descriptor()).descriptor().withAnnotation("kept", "yes");
        Manifest before = index(known);
        Manifest added = referrer("added", subject.descriptor());
        registry.on("PUT " + PATH + "manifests/" + added.digest(), Reply.status(201))
                .on("HEAD " + PATH + "manifests/" + tag(subject), head(before))
                .on("GET " + PATH + "manifests/" + before.digest(), serving(before))
                .on("PUT " + PATH + "manifests/" + tag(subject), Reply.status(201));
        app.putManifest(added, null);
        var put = registry.request("PUT " + PATH + "manifests/" + tag(subject));
        Manifest after = Manifest.parse(put.body(), put.header("Content-Type"));
        assertEquals(List.of(known, added.descriptor()), after.children());
        assertEquals("yes", after.children().get(0).annotations().get("kept"));
        assertEquals(
                Optional.of("application/vnd.example.added"),
                after.children().get(1).artifactType());
        assertEquals("added", after.children().get(1).annotations().get("note"));
    }

    @Test
    void theFirstReferrerMakesTheFallbackIndex() {
        Manifest subject = image("subject");
        Manifest added = referrer("added", subject.descriptor());
        registry.on("PUT " + PATH + "manifests/1", Reply.status(201))
                .on("HEAD " + PATH + "manifests/" + tag(subject), Reply.status(404))
                .on("PUT " + PATH + "manifests/" + tag(subject), Reply.status(201));
        app.putManifest(added, "1");
        var put = registry.request("PUT " + PATH + "manifests/" + tag(subject));
        assertEquals(
                List.of(added.descriptor()),
                Manifest.parse(put.body(), MediaTypes.OCI_INDEX).children());
    }

    @Test
    void aReferrerThatIsListedAlreadyIsNotAddedAgain() {
        Manifest subject = image("subject");
        Manifest added = referrer("added", subject.descriptor());
        Manifest before = index(added.descriptor());
        registry.on("PUT " + PATH + "manifests/" + added.digest(), Reply.status(201))
                .on("HEAD " + PATH + "manifests/" + tag(subject), head(before))
                .on("GET " + PATH + "manifests/" + before.digest(), serving(before));
        app.putManifest(added, null);
        assertEquals(List.of(), registry.requests("PUT " + PATH + "manifests/" + tag(subject)));
    }

    @Test
    void aRegistryThatListsReferrersNeedsNoFallback() {
        Manifest subject = image("subject");
        Manifest added = referrer("added", subject.descriptor());
        registry.on(
                "PUT " + PATH + "manifests/" + added.digest(),
                Reply.status(201).with("OCI-Subject", subject.digest().toString()));
        app.putManifest(added, null);
        assertEquals(List.of("PUT " + PATH + "manifests/" + added.digest()), registry.lines());
    }

    private static String tag(Manifest subject) {
        return "sha256-" + subject.digest().hex();
    }

    @Test
    void anAnswerThatIsNoJsonIsRefused() {
        registry.on("GET " + PATH + "tags/list?n=1000", Reply.status(200).body(bytes("<html>")));
        assertThrows(CorruptContentException.class, app::tags);
    }
}
