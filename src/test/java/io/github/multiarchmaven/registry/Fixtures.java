package io.github.multiarchmaven.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.Credential;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.registry.auth.StaticCredentials;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Small content and the answers that carry it. */
final class Fixtures {
    private Fixtures() {}

    static RegistryClient client(CredentialSource credentials) {
        return client(RegistryOptions.defaults().withCredentials(credentials), new FakeTiming());
    }

    /** One that waits as the timing says. */
    static RegistryClient client(RegistryOptions options, Timing timing) {
        return new RegistryClient(options, timing);
    }

    static CredentialSource login(ScriptedRegistry registry, Credential credential) {
        return new StaticCredentials(Map.of(registry.host(), credential), "settings.xml");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Descriptor blob(byte[] content) {
        return Descriptor.ofBytes(MediaTypes.OCI_LAYER_GZIP, content);
    }

    /** An image manifest that says its media type; the note makes its digest. */
    static Manifest image(String note) {
        return Manifest.compose(imageJson(note), MediaTypes.OCI_MANIFEST);
    }

    static Manifest referrer(String note, Descriptor subject) {
        ObjectNode json = imageJson(note);
        json.set("subject", subject.json());
        return Manifest.compose(json, MediaTypes.OCI_MANIFEST);
    }

    private static ObjectNode imageJson(String note) {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_MANIFEST);
        json.put("artifactType", "application/vnd.example." + note);
        json.set("config", Descriptor.ofBytes(MediaTypes.OCI_EMPTY, bytes("{}")).json());
        json.putArray("layers");
        json.putObject("annotations").put("note", note);
        return json;
    }

    static Manifest index(Descriptor... children) {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_INDEX);
        var manifests = json.putArray("manifests");
        for (Descriptor child : children) {
            manifests.add(child.json());
        }
        return Manifest.compose(json, MediaTypes.OCI_INDEX);
    }

    /** What a registry answers to a GET, or without the body to a HEAD, of the manifest. */
    static Reply serving(Manifest manifest) {
        return Reply.status(200)
                .with("Content-Type", manifest.mediaType())
                .with("Docker-Content-Digest", manifest.digest().toString())
                .body(manifest.bytes());
    }

    static Reply head(Manifest manifest) {
        return Reply.status(200)
                .with("Content-Type", manifest.mediaType())
                .with("Docker-Content-Digest", manifest.digest().toString())
                .with("Content-Length", Long.toString(manifest.descriptor().size()));
    }

    static Reply error(int status, String code, String message) {
        ObjectNode json = Json.object();
        json.putArray("errors").addObject().put("code", code).put("message", message);
        return Reply.status(status).with("Content-Type", "application/json").body(Json.bytes(json));
    }
}
