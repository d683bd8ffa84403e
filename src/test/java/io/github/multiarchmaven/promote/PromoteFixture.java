package io.github.multiarchmaven.promote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import io.github.multiarchmaven.server.LoggedRequest;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Two registries, the lock file between runs, and images to put into the one. */
final class PromoteFixture implements AutoCloseable {
    private final EmbeddedRegistry source = EmbeddedRegistry.inMemory();
    private final EmbeddedRegistry target = EmbeddedRegistry.inMemory();
    private final RegistryClient client = new RegistryClient(RegistryOptions.defaults());
    private int sourceSeen;
    private int targetSeen;

    PromoteOptions options = PromoteOptions.defaults();
    LockFile lock = LockFile.empty();
    int imagesAtOnce = 4;

    Place from(String name) {
        return Place.parse(source.host() + "/" + name, Path.of(""));
    }

    Place to(String name) {
        return Place.parse(target.host() + "/" + name, Path.of(""));
    }

    Repository source(String name) {
        return client.repository(Reference.parse(source.host() + "/" + name));
    }

    Repository target(String name) {
        return client.repository(Reference.parse(target.host() + "/" + name));
    }

    ImageSpec image(String from, String to, List<String> extraTags, Platform... platforms) {
        return new ImageSpec(List.of(new ImageSpec.Source(from(from), null)), to(to), extraTags, List.of(platforms));
    }

    /** What a run does: the lock file is read before and written after. */
    Promotions.Outcome run(List<ImageRequest> requests) {
        try (Copier copier = new Copier(4, new BlobLocations());
                Places places = new Places(client::source, client::repository, options.dryRun())) {
            Promotions.Outcome outcome = new Promotions(
                            options, copier, places, InstantSource.fixed(Instant.EPOCH), imagesAtOnce, line -> {})
                    .run(requests, lock);
            lock = outcome.lock();
            return outcome;
        }
    }

    ImageResult promote(ImageSpec image) {
        return run(List.of(new ImageRequest(image, null))).results().get(0);
    }

    /** The requests from here on are counted. */
    void forgetRequests() {
        sourceSeen = source.requests().size();
        targetSeen = target.requests().size();
    }

    List<LoggedRequest> sourceRequests() {
        return source.requests().subList(sourceSeen, source.requests().size());
    }

    List<LoggedRequest> targetRequests() {
        return target.requests().subList(targetSeen, target.requests().size());
    }

    List<LoggedRequest> writes() {
        return targetRequests().stream()
                .filter(r -> !List.of("GET", "HEAD").contains(r.method()))
                .toList();
    }

    /** As BuildKit makes it: an attestation for each image, tied to it by annotations. */
    static Manifest putIndexWithAttestations(Repository place, String tag, Platform... platforms) {
        Manifest plain = TinyImage.putIndex(place, tag, 100, platforms);
        ObjectNode json = plain.json();
        for (Descriptor image : plain.children()) {
            Manifest attestation = putArtifact(place, MediaTypes.OCI_CONFIG, null, "provenance of " + image.digest());
            ObjectNode entry = attestation.descriptor().json();
            entry.putObject("platform").put("architecture", "unknown").put("os", "unknown");
            entry.putObject("annotations")
                    .put("vnd.docker.reference.type", "attestation-manifest")
                    .put("vnd.docker.reference.digest", image.digest().toString());
            json.withArray("manifests").add(entry);
        }
        Manifest index = Manifest.compose(json, MediaTypes.OCI_INDEX);
        place.putManifest(index, tag);
        return index;
    }

    static Manifest putReferrer(Repository place, Descriptor subject, String artifactType) {
        return putArtifact(place, artifactType, subject, "about " + subject.digest());
    }

    private static Manifest putArtifact(Repository place, String configType, Descriptor subject, String content) {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_MANIFEST);
        json.set(
                "config",
                TinyImage.put(place, configType, "{}".getBytes(StandardCharsets.UTF_8))
                        .json());
        json.putArray("layers")
                .add(TinyImage.put(place, "application/vnd.in-toto+json", content.getBytes(StandardCharsets.UTF_8))
                        .json());
        if (subject != null) {
            json.set("subject", subject.json());
        }
        Manifest artifact = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        place.putManifest(artifact, null);
        return artifact;
    }

    /** In Docker's media types. */
    static void putDockerImage(Repository place, String tag, Platform platform) {
        ObjectNode json =
                TinyImage.putImage(place, null, platform, 10, config -> {}).json();
        json.put("mediaType", MediaTypes.DOCKER_MANIFEST);
        json.withObject("/config").put("mediaType", MediaTypes.DOCKER_CONFIG);
        json.withArray("layers").forEach(layer -> ((ObjectNode) layer).put("mediaType", MediaTypes.DOCKER_LAYER_GZIP));
        place.putManifest(Manifest.compose(json, MediaTypes.DOCKER_MANIFEST), tag);
    }

    @Override
    public void close() {
        client.close();
        source.close();
        target.close();
    }
}
