package io.github.multiarchmaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.registry.Exchange.Right;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Manifests that have a subject (distribution specification, "Listing Referrers"): by the API, or by the tag schema
 * ({@code sha256-<hex>}) where a registry lacks the API.
 */
final class Referrers {
    private final Exchange exchange;
    private final RegistryRepository repository;
    private volatile boolean withoutApi;

    Referrers(Exchange exchange, RegistryRepository repository) {
        this.exchange = exchange;
        this.repository = repository;
    }

    List<Descriptor> of(Digest subject) {
        if (!withoutApi) {
            Optional<List<Descriptor>> answered = byApi(subject);
            if (answered.isPresent()) {
                return answered.get();
            }
            withoutApi = true;
        }
        return fallback(subject).map(Manifest::children).orElse(List.of());
    }

    /** Whether the registry has the API; without it, referrers are kept under tags. */
    boolean hasApi(Digest subject) {
        return byApi(subject).isPresent();
    }

    private Optional<List<Descriptor>> byApi(Digest subject) {
        String doing = "Listing the referrers of " + subject + " in " + repository.name();
        URI first = exchange.url("referrers/" + subject);
        List<Descriptor> found = new ArrayList<>();
        URI url = first;
        for (int page = 0; url != null; page++) {
            RegistryRepository.requirePage(doing, page, first, url);
            Exchange.Call call = exchange.call(doing, "GET", url, Right.PULL);
            try (Answer answer = call.send()) {
                if (page == 0 && isWithoutApi(answer)) {
                    return Optional.empty();
                }
                if (!answer.isSuccess()) {
                    throw call.refused(answer);
                }
                for (JsonNode node : RegistryRepository.object(answer, doing).path("manifests")) {
                    found.add(Descriptor.fromJson(node, "the referrers of " + subject));
                }
                url = RegistryRepository.next(answer);
            } catch (IOException e) {
                throw Failures.broken(doing, "GET", url, e);
            }
        }
        return Optional.of(found);
    }

    /**
     * 404 is the specification's sign of a registry without the API; others answer 400 or 405 to an unknown path, and some web
     * servers answer everything with a page.
     */
    private static boolean isWithoutApi(Answer answer) {
        return answer.status() == 404
                || answer.status() == 400
                || answer.status() == 405
                || answer.isSuccess() && !answer.mediaType().equals(MediaTypes.OCI_INDEX);
    }

    private static String tag(Digest subject) {
        return subject.algorithm().id() + "-" + subject.hex();
    }

    private Optional<Manifest> fallback(Digest subject) {
        return repository
                .resolve(tag(subject))
                .map(found -> repository.manifest(found.digest().toString()));
    }

    /**
     * Adds a manifest to its subject's fallback index. One at a time, as each reads, adds and writes the whole index. The
     * specification has no lock between clients: two of them at the same moment may lose one entry.
     */
    synchronized void addToFallback(Manifest manifest) {
        Digest subject = manifest.subject().orElseThrow().digest();
        Optional<Manifest> before = fallback(subject);
        if (before.map(index -> index.children().contains(manifest.descriptor()))
                .orElse(false)) {
            return;
        }
        ObjectNode index = before.map(Manifest::json).orElseGet(() -> {
            ObjectNode empty = Json.object();
            empty.put("schemaVersion", 2);
            empty.put("mediaType", MediaTypes.OCI_INDEX);
            empty.putArray("manifests");
            return empty;
        });
        ObjectNode entry = manifest.descriptor().bare().json();
        JsonNode own = manifest.json();
        String artifactType = own.path("artifactType").asText("");
        if (artifactType.isEmpty() && !manifest.isIndex()) {
            artifactType = manifest.config().mediaType();
        }
        if (!artifactType.isEmpty()) {
            entry.put("artifactType", artifactType);
        }
        if (own.path("annotations").isObject()) {
            entry.set("annotations", own.path("annotations"));
        }
        ((ArrayNode) index.path("manifests")).add(entry);
        repository.putManifest(Manifest.compose(index, MediaTypes.OCI_INDEX), tag(subject));
    }
}
