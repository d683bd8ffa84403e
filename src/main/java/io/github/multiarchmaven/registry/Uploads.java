package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.image.Repository.BlobSource;
import io.github.multiarchmaven.image.VerifyingInputStream;
import io.github.multiarchmaven.registry.Exchange.Right;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings blobs into one repository: HEAD; then a POST that mounts where a place to mount from is known; then the content in
 * one PUT. A mount that the registry turns into an upload (202) is used as that upload.
 */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private final Exchange exchange;

    Uploads(Exchange exchange) {
        this.exchange = exchange;
    }

    private String blobOf(Descriptor blob) {
        return " blob " + blob.digest() + " of " + exchange.repository().name();
    }

    boolean has(Descriptor blob) {
        String doing = "Looking up" + blobOf(blob);
        URI url = exchange.url("blobs/" + blob.digest());
        Exchange.Call call = exchange.call(doing, "HEAD", url, Right.PULL);
        try (Answer answer = call.send()) {
            if (answer.status() == 404) {
                return false;
            }
            if (!answer.isSuccess()) {
                throw call.refused(answer);
            }
            String length = answer.header("Content-Length");
            if (length != null && !length.equals(Long.toString(blob.size()))) {
                throw new CorruptContentException(doing + ": the registry has " + length + " bytes of it instead of "
                        + blob.size() + ". Delete it there and push again.");
            }
            return true;
        } catch (IOException e) {
            throw Failures.broken(doing, "HEAD", url, e);
        }
    }

    BlobOutcome put(Descriptor blob, Reference origin, BlobSource content) {
        if (has(blob)) {
            return BlobOutcome.PRESENT;
        }
        boolean mount = origin != null
                && origin.registry().equals(exchange.repository().registry())
                && !origin.sameRepository(exchange.repository());
        URI session = mount ? mountOrStart(blob, origin) : start(blob, exchange.url("blobs/uploads/"), null);
        if (session == null) {
            return BlobOutcome.MOUNTED;
        }
        send(blob, session, content);
        return BlobOutcome.SENT;
    }

    private URI mountOrStart(Descriptor blob, Reference origin) {
        URI url = exchange.url("blobs/uploads/?mount=" + blob.digest() + "&from=" + origin.repository());
        try {
            return start(blob, url, origin);
        } catch (RegistryException e) {
            // Some registries refuse a mount they do not like (no right to read there, unknown place) instead of
            // opening an upload; sending is always right.
            if (e.status() >= 500 || e.status() == 0) {
                throw e;
            }
            LOG.debug("Mount refused: {}", e.getMessage());
            return start(blob, exchange.url("blobs/uploads/"), null);
        }
    }

    /** @return where to send the content; null when the blob was mounted */
    private URI start(Descriptor blob, URI url, Reference origin) {
        String doing = "Uploading" + blobOf(blob);
        Exchange.Call call = exchange.call(doing, "POST", url, Right.PUSH)
                .body(new Http.Body(null, 0, java.io.InputStream::nullInputStream))
                .alsoPull(origin);
        try (Answer answer = call.sendWell()) {
            if (answer.status() == 201 && origin != null) {
                return null;
            }
            String location = answer.header("Location");
            if (location == null) {
                throw new CorruptContentException(
                        doing
                                + ": the registry opened no upload (no Location). Look into the registry, or a proxy before it.");
            }
            return resolved(answer.url(), location, doing);
        } catch (IOException e) {
            throw Failures.broken(doing, "POST", url, e);
        }
    }

    private static URI resolved(URI base, String location, String doing) {
        URI session;
        try {
            session = base.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new CorruptContentException(
                    doing + ": the upload's Location is no address. Look into the registry.", e);
        }
        if (session.getHost() == null || base.getScheme().equals("https") && !"https".equals(session.getScheme())) {
            throw new CorruptContentException(doing + ": the registry, which speaks https, wants the upload sent to "
                    + Urls.redacted(session.toString())
                    + ". Tell it its outer address (often a missing X-Forwarded-Proto of a proxy).");
        }
        return session;
    }

    private void send(Descriptor blob, URI session, BlobSource content) {
        String doing = "Uploading" + blobOf(blob);
        // The location is opaque: its query is kept, ours added.
        String text = session.toString();
        URI url = URI.create(text + (session.getRawQuery() == null ? "?" : "&") + "digest="
                + blob.digest().toString().replace(":", "%3A"));
        Http.Body body = new Http.Body(
                "application/octet-stream",
                blob.size(),
                () -> VerifyingInputStream.ensure(content.open(), blob, "its source"));
        Exchange.Call call = exchange.call(doing, "PUT", url, Right.PUSH)
                .manner(Http.Manner.ONCE)
                .body(body);
        try (Answer answer = call.sendWell()) {
            String stored = answer.header("Docker-Content-Digest");
            if (stored != null && !stored.equals(blob.digest().toString())) {
                throw new CorruptContentException(
                        doing + ": the registry stored it as " + stored + ". Look into the registry.");
            }
        } catch (IOException e) {
            cancel(session);
            throw Failures.broken(doing, "PUT", url, e);
        } catch (RuntimeException e) {
            cancel(session);
            throw e;
        }
    }

    /** Tells the registry to forget an upload; that this fails too is no news. */
    private void cancel(URI session) {
        try (Answer answer = exchange.call("Cancelling an upload", "DELETE", session, Right.PUSH)
                .manner(Http.Manner.ONCE)
                .send()) {
            LOG.debug("Cancelling an upload answered {}", answer.status());
        } catch (IOException | RuntimeException e) {
            LOG.debug("Cancelling an upload failed: {}", e.getMessage());
        }
    }
}
