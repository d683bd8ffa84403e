package io.github.multiarchmaven.server;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.server.RegistryError.Code;
import io.github.multiarchmaven.server.Storage.Content;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v2/<name>/blobs/<digest>}. */
final class BlobRoutes {
    /** One range; a list of ranges is answered with the whole, which RFC 9110 section 14.2 allows. */
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final Repositories repositories;

    BlobRoutes(Repositories repositories) {
        this.repositories = repositories;
    }

    void handle(Call call, String name, Digest digest) throws IOException, RegistryError {
        switch (call.method()) {
            case "GET", "HEAD" -> get(call, name, digest);
            case "DELETE" -> {
                if (!repositories.deleteBlob(name, digest)) {
                    throw unknown(digest);
                }
                call.send(202);
            }
            default -> throw call.notAllowed("GET", "HEAD", "DELETE");
        }
    }

    private void get(Call call, String name, Digest digest) throws IOException, RegistryError {
        Content content = repositories.blob(name, digest).orElseThrow(() -> unknown(digest));
        call.set("Docker-Content-Digest", digest.toString());
        call.set("Accept-Ranges", "bytes");
        call.set("Content-Type", "application/octet-stream");
        Matcher range = RANGE.matcher(call.header("Range").orElse("").strip());
        // Ranges are defined for GET only (RFC 9110 section 14.2), and a malformed one is ignored.
        if (!call.method().equals("GET") || !range.matches() || range.group().equals("bytes=-")) {
            call.send(200, content, 0, content.size());
            return;
        }
        long size = content.size();
        long first;
        long last = size - 1;
        if (range.group(1).isEmpty()) {
            long suffix = Long.parseLong(range.group(2));
            first = suffix == 0 ? size : Math.max(0, size - suffix);
        } else {
            first = Long.parseLong(range.group(1));
            if (!range.group(2).isEmpty()) {
                long asked = Long.parseLong(range.group(2));
                if (asked < first) {
                    call.send(200, content, 0, size);
                    return;
                }
                last = Math.min(last, asked);
            }
        }
        if (first >= size) {
            call.set("Content-Range", "bytes */" + size);
            throw new RegistryError(416, Code.SIZE_INVALID, "The blob has only " + size + " bytes.");
        }
        call.set("Content-Range", "bytes " + first + "-" + last + "/" + size);
        call.send(206, content, first, last - first + 1);
    }

    private static RegistryError unknown(Digest digest) {
        return new RegistryError(Code.BLOB_UNKNOWN, "The repository does not have the blob " + digest + ".");
    }
}
