package io.github.multiarchmaven.server;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.server.RegistryError.Code;
import io.github.multiarchmaven.server.Repositories.StoredManifest;
import java.io.IOException;

/** {@code /v2/<name>/manifests/<tag or digest>}. */
final class ManifestRoutes {
    private final Repositories repositories;

    ManifestRoutes(Repositories repositories) {
        this.repositories = repositories;
    }

    void handle(Call call, String name, String tagOrDigest) throws IOException, RegistryError {
        Digest digest = Digest.isDigest(tagOrDigest) ? Call.digest(tagOrDigest) : null;
        if (digest == null && !Reference.isTag(tagOrDigest)) {
            // A name that cannot exist is not there; only a PUT has something invalid in its hands.
            throw call.method().equals("PUT")
                    ? new RegistryError(Code.TAG_INVALID, "The tag breaks the grammar of references.")
                    : unknown(tagOrDigest);
        }
        switch (call.method()) {
            case "GET", "HEAD" -> get(call, name, tagOrDigest);
            case "PUT" -> put(call, name, tagOrDigest, digest);
            case "DELETE" -> {
                boolean removed = digest != null
                        ? repositories.deleteManifest(name, digest)
                        : repositories.deleteTag(name, tagOrDigest);
                if (!removed) {
                    throw unknown(tagOrDigest);
                }
                call.send(202);
            }
            default -> throw call.notAllowed("GET", "HEAD", "PUT", "DELETE");
        }
    }

    private void get(Call call, String name, String tagOrDigest) throws IOException, RegistryError {
        StoredManifest manifest = repositories.manifest(name, tagOrDigest).orElseThrow(() -> unknown(tagOrDigest));
        call.set("Content-Type", manifest.contentType());
        call.set("Docker-Content-Digest", manifest.digest().toString());
        call.set("ETag", "\"" + manifest.digest() + "\"");
        call.send(200, manifest.content(), 0, manifest.content().size());
    }

    private void put(Call call, String name, String tagOrDigest, Digest digest) throws IOException, RegistryError {
        byte[] bytes = call.body().readNBytes(Manifest.MAX_BYTES + 1);
        if (bytes.length > Manifest.MAX_BYTES) {
            throw new RegistryError(413, Code.SIZE_INVALID, "The manifest is larger than 4 MiB.");
        }
        Digest named = digest != null ? digest : Digest.ofBytes(bytes);
        if (!named.ofSameAlgorithm(bytes).equals(named)) {
            throw new RegistryError(
                    Code.DIGEST_INVALID,
                    "The " + bytes.length + " bytes received have the digest " + named.ofSameAlgorithm(bytes) + ", not "
                            + named + ".");
        }
        Manifest manifest;
        String contentType;
        try {
            contentType = call.header("Content-Type").orElseGet(() -> Json.parseObject(bytes, "the manifest")
                    .path("mediaType")
                    .asText(""));
            String mediaType = Repositories.mediaType(contentType);
            if (!MediaTypes.isManifest(mediaType)) {
                throw new RegistryError(
                        Code.MANIFEST_INVALID,
                        "The content type '" + mediaType + "' is neither an image manifest nor an image index.");
            }
            manifest = Manifest.parse(bytes, Descriptor.of(mediaType, named, bytes.length));
        } catch (ImageException e) {
            throw new RegistryError(Code.MANIFEST_INVALID, e.getMessage());
        }
        repositories.putManifest(name, manifest, contentType, digest == null ? tagOrDigest : null);
        manifest.subject().ifPresent(s -> call.set("OCI-Subject", s.digest().toString()));
        call.set("Location", "/v2/" + name + "/manifests/" + named);
        call.set("Docker-Content-Digest", named.toString());
        call.send(201);
    }

    private static RegistryError unknown(String tagOrDigest) {
        return new RegistryError(
                Code.MANIFEST_UNKNOWN, "The repository does not have the manifest '" + tagOrDigest + "'.");
    }
}
