package io.github.multiarchmaven.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.server.RegistryError.Code;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What only lists: {@code /v2/}, {@code tags/list}, {@code referrers/<digest>} and {@code _catalog}. */
final class ListRoutes {
    private static final String JSON = "application/json";

    private final Repositories repositories;

    ListRoutes(Repositories repositories) {
        this.repositories = repositories;
    }

    void base(Call call) throws IOException, RegistryError {
        requireGet(call);
        call.send(200, JSON, Json.bytes(Json.object()));
    }

    void tags(Call call, String name) throws IOException, RegistryError {
        requireGet(call);
        List<String> tags = repositories
                .tags(name)
                .orElseThrow(() -> new RegistryError(Code.NAME_UNKNOWN, "There is no repository '" + name + "'."));
        ObjectNode body = Json.object().put("name", name);
        page(call, tags).forEach(body.putArray("tags")::add);
        call.send(200, JSON, Json.bytes(body));
    }

    /** Not in the OCI specification; the CNCF registry's list of repositories, which tools for people use. */
    void catalog(Call call) throws IOException, RegistryError {
        requireGet(call);
        ObjectNode body = Json.object();
        page(call, repositories.repositories()).forEach(body.putArray("repositories")::add);
        call.send(200, JSON, Json.bytes(body));
    }

    /** An unknown repository or subject has no referrers: an empty index, so that clients need no fallback. */
    void referrers(Call call, String name, Digest subject) throws IOException, RegistryError {
        requireGet(call);
        ArrayNode referrers = repositories.referrers(name, subject);
        Optional<String> artifactType = call.query("artifactType").filter(t -> !t.isEmpty());
        ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        ArrayNode manifests = index.putArray("manifests");
        for (JsonNode referrer : referrers) {
            if (artifactType.isEmpty()
                    || artifactType.get().equals(referrer.path("artifactType").asText())) {
                manifests.add(referrer);
            }
        }
        if (artifactType.isPresent()) {
            call.set("OCI-Filters-Applied", "artifactType");
        }
        call.send(200, MediaTypes.OCI_INDEX, Json.bytes(index));
    }

    /** The part that {@code n} and {@code last} ask for, with the {@code Link} to the next when there is more. */
    private static List<String> page(Call call, List<String> sorted) throws RegistryError {
        String last = call.query("last").orElse("");
        List<String> rest = sorted.stream()
                .filter(s -> Repositories.LEXICAL.compare(s, last) > 0)
                .toList();
        Optional<String> n = call.query("n");
        if (n.isEmpty()) {
            return rest;
        }
        if (!n.get().matches("\\d{1,9}")) {
            throw new RegistryError(Code.PAGINATION_NUMBER_INVALID, "The parameter 'n' is not a number.");
        }
        int size = Integer.parseInt(n.get());
        if (size == 0 || size >= rest.size()) {
            return size == 0 ? List.of() : rest;
        }
        List<String> page = rest.subList(0, size);
        String next = URLEncoder.encode(page.get(size - 1), StandardCharsets.UTF_8);
        call.set("Link", "<" + call.rawPath() + "?n=" + size + "&last=" + next + ">; rel=\"next\"");
        return page;
    }

    private static void requireGet(Call call) throws RegistryError {
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            throw call.notAllowed("GET", "HEAD");
        }
    }
}
