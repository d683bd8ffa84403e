package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.image.Repository.BlobSource;
import io.github.multiarchmaven.registry.Exchange.Right;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings blobs into one repository: HEAD; then a POST that mounts where a place to mount from is known; then the content, by a
 * {@link BlobSender}. A mount that the registry turns into an upload (202) is used as that upload.
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
            if (answer.status() == 405) {
                return hasByGet(doing, url);
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

    /** For registries without HEAD: the first byte will do, and of a longer answer no more is read. */
    private boolean hasByGet(String doing, URI url) throws IOException {
        Exchange.Call call = exchange.call(doing, "GET", url, Right.PULL)
                .manner(Http.Manner.STREAM)
                .headers(Map.of("Range", "bytes=0-0"));
        try (Answer answer = call.send()) {
            // 416: there is no first byte of nothing.
            if (!answer.isSuccess() && answer.status() != 404 && answer.status() != 416) {
                throw call.refused(answer);
            }
            return answer.status() != 404;
        }
    }

    BlobOutcome put(Descriptor blob, Reference origin, BlobSource content) {
        if (has(blob)) {
            return BlobOutcome.PRESENT;
        }
        boolean mount = origin != null
                && origin.registry().equals(exchange.repository().registry())
                && !origin.sameRepository(exchange.repository());
        UploadSession session = mount ? mountOrBegin(blob, origin) : begin(blob);
        if (session == null) {
            return BlobOutcome.MOUNTED;
        }
        new BlobSender(exchange, this, blob, content, session).send();
        return BlobOutcome.SENT;
    }

    private UploadSession mountOrBegin(Descriptor blob, Reference origin) {
        try {
            return mount(blob, origin);
        } catch (RegistryException e) {
            // Some registries refuse a mount they do not like (no right to read there, unknown place) instead of
            // opening an upload; sending is always right.
            if (e.status() >= 500 || e.status() == 0) {
                throw e;
            }
            LOG.debug("Mount refused: {}", e.getMessage());
            return begin(blob);
        }
    }

    /** @return where to send the content instead; null when the blob was mounted */
    UploadSession mount(Descriptor blob, Reference origin) {
        URI url = exchange.url("blobs/uploads/?mount=" + blob.digest() + "&from=" + origin.repository());
        return start(uploading(blob), url, origin);
    }

    UploadSession begin(Descriptor blob) {
        return begin(uploading(blob));
    }

    UploadSession begin(String doing) {
        return start(doing, exchange.url("blobs/uploads/"), null);
    }

    /** Has the registry forget an upload that nothing was sent to. One that cannot be cancelled ends by itself there. */
    void cancel(UploadSession session) {
        Exchange.Call call = exchange.call(
                "Cancelling an upload to " + exchange.repository().name(), "DELETE", session.location(), Right.PUSH);
        try (Answer answer = call.send()) {
            LOG.debug("Cancelling an upload was answered {}", answer.status());
        } catch (IOException | RegistryException e) {
            LOG.debug("An upload was not cancelled", e);
        }
    }

    String uploading(Descriptor blob) {
        return "Uploading" + blobOf(blob);
    }

    /** @return where to send the content; null when the blob was mounted */
    private UploadSession start(String doing, URI url, Reference origin) {
        Exchange.Call call = exchange.call(doing, "POST", url, Right.PUSH)
                .body(new Http.Body(null, 0, java.io.InputStream::nullInputStream))
                .alsoPull(origin);
        try (Answer answer = call.sendWell()) {
            if (answer.status() == 201 && origin != null) {
                return null;
            }
            return UploadSession.opened(answer, doing, exchange.rules());
        } catch (IOException e) {
            throw Failures.broken(doing, "POST", url, e);
        }
    }
}
