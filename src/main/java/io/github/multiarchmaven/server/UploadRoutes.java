package io.github.multiarchmaven.server;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Digest.Algorithm;
import io.github.multiarchmaven.server.RegistryError.Code;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v2/<name>/blobs/uploads/}: "Pushing a blob monolithically", "in chunks" and "Mounting a blob from another repository". */
final class UploadRoutes implements Closeable {
    private static final Pattern CONTENT_RANGE = Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})(?:/.*)?");
    /** After an hour without a byte nobody comes back. */
    private static final long ABANDONED_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Repositories repositories;
    private final Map<String, Upload> sessions = new ConcurrentHashMap<>();

    UploadRoutes(Repositories repositories) {
        this.repositories = repositories;
    }

    /** {@code POST}: a session, a whole blob ({@code ?digest=}) or a mount ({@code ?mount=&from=}). */
    void begin(Call call, String name) throws IOException, RegistryError {
        if (!call.method().equals("POST")) {
            throw call.notAllowed("POST");
        }
        Optional<String> mount = call.query("mount");
        Optional<String> from = call.query("from");
        if (mount.isPresent()) {
            Digest digest = Call.digest(mount.get());
            if (from.isPresent() && repositories.mount(Router.validName(from.get()), name, digest)) {
                created(call, name, digest);
                return;
            }
        }
        Optional<String> whole = call.query("digest");
        // Parsed before the session exists, so that a bad one leaves nothing.
        Digest digest = whole.isPresent() ? Call.digest(whole.get()) : null;
        dropAbandoned();
        Upload upload = new Upload(name, repositories.newSpool());
        if (digest != null) {
            try {
                upload.append(call.body(), digest.algorithm());
                commit(upload, digest);
            } finally {
                cancel(upload);
            }
            created(call, name, digest);
            return;
        }
        sessions.put(upload.id, upload);
        progress(call, upload).send(202);
    }

    /** Everything on a session's own address. */
    void session(Call call, String name, String id) throws IOException, RegistryError {
        Upload upload = sessions.get(id);
        if (upload == null || !upload.repository.equals(name)) {
            throw unknown();
        }
        if (!acquire(upload)) {
            throw new RegistryError(409, Code.BLOB_UPLOAD_INVALID, "Another request is writing to this upload.");
        }
        try {
            if (!sessions.containsKey(id)) {
                throw unknown();
            }
            switch (call.method()) {
                case "GET", "HEAD" -> progress(call, upload).send(204);
                case "PATCH" -> {
                    append(call, upload, Algorithm.SHA256);
                    progress(call, upload).send(202);
                }
                case "PUT" -> finish(call, upload);
                case "DELETE" -> {
                    cancel(upload);
                    call.send(204);
                }
                default -> throw call.notAllowed("GET", "PATCH", "PUT", "DELETE");
            }
        } finally {
            upload.inUse.unlock();
        }
    }

    /** Waits a little: the request before may have its answer out and not be done here, or have lost its client. */
    private static boolean acquire(Upload upload) throws IOException {
        try {
            return upload.inUse.tryLock(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the registry is stopping");
        }
    }

    private void finish(Call call, Upload upload) throws IOException, RegistryError {
        Digest digest = Call.digest(call.query("digest")
                .orElseThrow(() -> new RegistryError(Code.DIGEST_INVALID, "The parameter 'digest' is missing.")));
        append(call, upload, digest.algorithm());
        try {
            commit(upload, digest);
        } finally {
            // Wrong bytes cannot be mended by sending more.
            cancel(upload);
        }
        created(call, upload.repository, digest);
    }

    private void append(Call call, Upload upload, Algorithm algorithm) throws IOException, RegistryError {
        Optional<String> range = call.header("Content-Range");
        long before = upload.size();
        if (range.isPresent()) {
            Matcher matcher = CONTENT_RANGE.matcher(range.get().strip());
            if (!matcher.matches()) {
                throw new RegistryError(Code.BLOB_UPLOAD_INVALID, "The header Content-Range is not <first>-<last>.");
            }
            long first = Long.parseLong(matcher.group(1));
            long length = Long.parseLong(matcher.group(2)) - first + 1;
            if (first != before) {
                progress(call, upload);
                throw new RegistryError(
                        416, Code.BLOB_UPLOAD_INVALID, "The next byte is " + before + ", not " + first + ".");
            }
            if (length < 0 || call.contentLength() >= 0 && call.contentLength() != length) {
                throw new RegistryError(
                        Code.SIZE_INVALID, "The headers Content-Range and Content-Length contradict each other.");
            }
        }
        upload.append(call.body(), algorithm);
    }

    private void commit(Upload upload, Digest digest) throws IOException, RegistryError {
        Digest actual = upload.digest(digest.algorithm());
        if (!actual.equals(digest)) {
            throw new RegistryError(
                    Code.DIGEST_INVALID,
                    "The " + upload.size() + " bytes received have the digest " + actual + ", not " + digest + ".");
        }
        repositories.putBlob(upload.repository, digest, upload.spool());
    }

    private void cancel(Upload upload) throws IOException {
        sessions.remove(upload.id);
        upload.spool().close();
    }

    private void dropAbandoned() throws IOException {
        for (Upload upload : sessions.values()) {
            if (upload.idleNanos() > ABANDONED_NANOS && upload.inUse.tryLock()) {
                try {
                    cancel(upload);
                } finally {
                    upload.inUse.unlock();
                }
            }
        }
    }

    /** Ends all sessions; for when no request runs any more. */
    @Override
    public void close() throws IOException {
        for (Upload upload : sessions.values()) {
            cancel(upload);
        }
    }

    private static void created(Call call, String name, Digest digest) throws IOException {
        call.set("Location", "/v2/" + name + "/blobs/" + digest);
        call.set("Docker-Content-Digest", digest.toString());
        call.send(201);
    }

    private static Call progress(Call call, Upload upload) {
        call.set("Location", "/v2/" + upload.repository + "/blobs/uploads/" + upload.id);
        call.set("Docker-Upload-UUID", upload.id);
        // "0-0" for nothing as well as for one byte: the specification has no other form, and registries do so.
        return call.set("Range", "0-" + Math.max(0, upload.size() - 1));
    }

    private static RegistryError unknown() {
        return new RegistryError(Code.BLOB_UPLOAD_UNKNOWN, "There is no such upload; begin another with POST.");
    }
}
