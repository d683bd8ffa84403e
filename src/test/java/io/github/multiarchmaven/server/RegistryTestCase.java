package io.github.multiarchmaven.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.MediaTypes;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry over either storage and a client without opinions. */
abstract class RegistryTestCase {
    /** The storages every behaviour is tried with. */
    enum Kind {
        MEMORY,
        DISK
    }

    static final String REPO = "team/app";

    @TempDir
    Path temp;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    EmbeddedRegistry registry;

    void start(Kind kind) {
        registry = EmbeddedRegistry.start(
                new InetSocketAddress("127.0.0.1", 0), kind == Kind.DISK ? temp.resolve("storage") : null, null);
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    HttpResponse<byte[]> send(String method, String pathAndQuery, BodyPublisher body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + registry.host() + pathAndQuery))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> send(String method, String pathAndQuery, String... headers) throws Exception {
        return send(method, pathAndQuery, BodyPublishers.noBody(), headers);
    }

    HttpResponse<byte[]> send(String method, String pathAndQuery, byte[] body, String... headers) throws Exception {
        return send(method, pathAndQuery, BodyPublishers.ofByteArray(body), headers);
    }

    Digest pushBlob(String repository, byte[] content) throws Exception {
        Digest digest = Digest.ofBytes(content);
        assertStatus(201, send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, content));
        return digest;
    }

    String beginUpload(String repository) throws Exception {
        HttpResponse<byte[]> answer = send("POST", "/v2/" + repository + "/blobs/uploads/");
        assertStatus(202, answer);
        return header(answer, "Location");
    }

    HttpResponse<byte[]> putManifest(String repository, String reference, byte[] manifest, String type)
            throws Exception {
        return send("PUT", "/v2/" + repository + "/manifests/" + reference, manifest, "Content-Type", type);
    }

    /** Pushes a config, a layer and a manifest under a tag; returns the manifest. */
    byte[] pushImage(String repository, String tag, String content) throws Exception {
        byte[] manifest = image(content);
        pushBlob(repository, config(content));
        pushBlob(repository, content.getBytes(UTF_8));
        assertStatus(201, putManifest(repository, tag, manifest, MediaTypes.OCI_MANIFEST));
        return manifest;
    }

    static byte[] config(String content) {
        return ("{\"architecture\":\"arm64\",\"os\":\"linux\",\"author\":\"" + content + "\"}").getBytes(UTF_8);
    }

    static byte[] image(String content) {
        return Json.bytes(imageJson(content));
    }

    static ObjectNode imageJson(String content) {
        ObjectNode json = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        json.set(
                "config",
                Descriptor.ofBytes(MediaTypes.OCI_CONFIG, config(content)).json());
        json.putArray("layers")
                .add(Descriptor.ofBytes(MediaTypes.OCI_LAYER, content.getBytes(UTF_8))
                        .json());
        return json;
    }

    static byte[] index(byte[]... children) {
        ObjectNode json = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        ArrayNode manifests = json.putArray("manifests");
        for (byte[] child : children) {
            manifests.add(Descriptor.ofBytes(MediaTypes.OCI_MANIFEST, child).json());
        }
        return Json.bytes(json);
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    static void assertStatus(int status, HttpResponse<byte[]> answer) {
        assertEquals(
                status,
                answer.statusCode(),
                () -> answer.request().method() + " " + answer.uri() + " answered " + new String(answer.body(), UTF_8));
    }

    static void assertError(int status, String code, HttpResponse<byte[]> answer) {
        assertStatus(status, answer);
        ObjectNode body = Json.parseObject(answer.body(), "the error");
        assertEquals(code, body.path("errors").path(0).path("code").asText());
        assertEquals("application/json", header(answer, "Content-Type"));
    }

    static List<String> texts(HttpResponse<byte[]> answer, String field) {
        assertStatus(200, answer);
        List<String> texts = new ArrayList<>();
        Json.parseObject(answer.body(), "the list").path(field).forEach(n -> texts.add(n.asText()));
        return texts;
    }
}
