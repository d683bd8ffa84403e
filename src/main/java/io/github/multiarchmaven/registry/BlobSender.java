package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Repository.BlobSource;
import io.github.multiarchmaven.image.VerifyingInputStream;
import io.github.multiarchmaven.registry.Exchange.Right;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one blob's content, whatever happens on the way.
 *
 * <pre>
 *   whole, in one PUT -- 201 --> done
 *     | 413, 405: chunks of a new upload
 *     | broken, 503 ...: ask the upload how far it is
 *     |     told:    go on from there in chunks (PATCH, PATCH ... PUT)
 *     |     unknown: done when the blob is there after all, else whole again in a new upload
 * </pre>
 *
 * <p>docker-registry and what is made of it (Harbor, GitLab) forget an upload that was cut within a request; there a blob is always
 * sent anew. Chunks that are refused, or taken and dropped, lead back to the whole (ECR drops all but the first:
 * https://github.com/aws/containers-roadmap/issues/2831).
 */
final class BlobSender {
    private static final Logger LOG = LoggerFactory.getLogger(BlobSender.class);
    /** Bytes: more than the 5 MB that ECR wants at least, less than the limits that are put on requests. */
    static final int CHUNK = 8 * 1024 * 1024;
    /** Bytes after which tries are counted anew. */
    private static final long PROGRESS = 64 * 1024;

    private final Exchange exchange;
    private final Uploads uploads;
    private final Descriptor blob;
    private final BlobSource content;
    private final String doing;
    private final Attempts attempts;
    private UploadSession session;
    private long sent;
    /** The most that any of the sessions has had: beginning anew is no progress. */
    private long farthest;

    private boolean inChunks;
    private RegistryException wholeRefused;
    private RegistryException chunksRefused;
    private Exchange.Call last;

    BlobSender(Exchange exchange, Uploads uploads, Descriptor blob, BlobSource content, UploadSession session) {
        this.exchange = exchange;
        this.uploads = uploads;
        this.blob = blob;
        this.content = content;
        this.session = session;
        this.doing = uploads.uploading(blob);
        this.attempts = exchange.attempts("PUT", session.location());
    }

    void send() {
        try {
            while (!(inChunks ? sendChunks() : sendWhole())) {
                continue;
            }
        } catch (IOException e) {
            cancel();
            ImageException broken = last.broken(e);
            if (wholeRefused == null || e instanceof Http.SourceException || e instanceof Timing.Interruption) {
                throw broken;
            }
            // Chunks were a way out; why there had to be one is the reason.
            wholeRefused.addSuppressed(broken);
            throw wholeRefused;
        } catch (RuntimeException e) {
            cancel();
            throw e;
        }
    }

    private boolean sendWhole() throws IOException {
        Http.Body body = new Http.Body(
                "application/octet-stream",
                blob.size(),
                () -> VerifyingInputStream.ensure(content.open(), blob, "its source"));
        Answer answer;
        try {
            answer = sendOnce("PUT", true, null, Map.of(), body);
        } catch (IOException e) {
            attempts.again(e);
            return recover();
        }
        if (answer.isSuccess()) {
            requireStored(answer);
            return true;
        }
        boolean tooMuch = answer.status() == 413 && blob.size() > CHUNK;
        if ((tooMuch || answer.status() == 405) && chunksRefused == null) {
            wholeRefused = last.refused(answer);
            LOG.debug("In chunks instead: {}", wholeRefused.getMessage());
            begin();
            return false;
        }
        if (attempts.again(answer)) {
            return recover();
        }
        throw last.refused(answer.after(attempts.made()));
    }

    private Answer sendOnce(
            String method, boolean closing, Gate.Permit permit, Map<String, String> headers, Http.Body body)
            throws IOException {
        last = exchange.call(
                        doing,
                        method,
                        closing ? session.closing(blob.digest().toString()) : session.location(),
                        Right.PUSH)
                .manner(Http.Manner.ONCE)
                .under(permit)
                .headers(headers)
                .body(body);
        return last.sendOrBreak();
    }

    private void requireStored(Answer answer) {
        String stored = answer.header("Docker-Content-Digest");
        if (stored != null && !stored.equals(blob.digest().toString())) {
            throw new CorruptContentException(
                    doing + ": the registry stored it as " + stored + ". Look into the registry.");
        }
    }

    private boolean sendChunks() throws IOException {
        Answer answer;
        // One permit for all chunks: between them this holds the source open, and must not wait for a write then.
        try (Gate.Permit permit = exchange.gate(session.location()).enter(Gate.Direction.WRITE);
                OffsetSource source = new OffsetSource(content, blob)) {
            answer = sendChunks(permit, source);
        } catch (DroppedException e) {
            return withoutChunks(new RegistryException(
                    false, 0, "", doing + ": " + e.getMessage() + ". Look into the registry.", e));
        } catch (IOException e) {
            attempts.again(e);
            return recover();
        }
        if (answer.isSuccess()) {
            requireStored(answer);
            return true;
        }
        boolean outOfStep = answer.status() == 416 || answer.status() == 404;
        if (outOfStep ? attempts.again(answer, true) : attempts.again(answer)) {
            return recover();
        }
        RegistryException refused = last.refused(answer.after(attempts.made()));
        if (outOfStep || Attempts.isPassing(answer) || refused.status() == 401 || refused.status() == 403) {
            throw refused;
        }
        return withoutChunks(refused);
    }

    private boolean withoutChunks(RegistryException refused) {
        if (wholeRefused != null) {
            wholeRefused.addSuppressed(refused);
            throw wholeRefused;
        }
        chunksRefused = refused;
        LOG.debug("In one piece again: {}", refused.getMessage());
        begin();
        return false;
    }

    /** @return the answer that ended it: to the last request, or to the first that did not succeed */
    private Answer sendChunks(Gate.Permit permit, OffsetSource source) throws IOException {
        while (sent < blob.size()) {
            long offset = sent;
            long length = Math.min(Math.max(CHUNK, session.minChunk()), blob.size() - offset);
            Answer answer = sendOnce(
                    "PATCH",
                    false,
                    permit,
                    Map.of("Content-Range", offset + "-" + (offset + length - 1)),
                    new Http.Body("application/octet-stream", length, () -> source.part(offset, length)));
            // 202 in the specification; ECR says 201.
            if (!answer.isSuccess()) {
                return answer;
            }
            session = session.after(answer, doing, exchange.rules());
            advance(received(answer, offset, length));
        }
        return sendOnce("PUT", true, permit, Map.of(), new Http.Body(null, 0, InputStream::nullInputStream));
    }

    /** How far the upload is after a chunk. */
    private long received(Answer answer, long offset, long length) throws DroppedException {
        long end = offset + length;
        long received = UploadSession.received(answer).orElse(end);
        // 1 may as well be 0: there is one form for both.
        if (received > end || received <= offset || received == 1 && end > 1) {
            throw new DroppedException(
                    "the registry has " + received + " bytes after a chunk from " + offset + " to " + end);
        }
        return received;
    }

    private void advance(long received) {
        sent = received;
        if (sent - farthest >= PROGRESS) {
            farthest = sent;
            attempts.progressed();
        }
    }

    /** A chunk that the registry took, and did not keep. */
    private static final class DroppedException extends IOException {
        private static final long serialVersionUID = 1L;

        DroppedException(String message) {
            super(message);
        }
    }

    /** After a fault and its wait: finds out where the upload stands. */
    private boolean recover() {
        OptionalLong received = chunksRefused == null ? ask() : OptionalLong.empty();
        // 0-0 is said of no byte and of one.
        if (received.isPresent() && received.getAsLong() > 1 && received.getAsLong() <= blob.size()) {
            advance(received.getAsLong());
            inChunks = true;
            return false;
        }
        // The answer that got lost may have been a good one.
        if (uploads.has(blob)) {
            return true;
        }
        begin();
        return false;
    }

    /** "Pushing a blob in chunks": {@code GET <location>} tells how far the upload is. Once: there is another way. */
    private OptionalLong ask() {
        try (Answer answer = exchange.call(doing, "GET", session.location(), Right.PUSH)
                .manner(Http.Manner.ONCE)
                .sendOrBreak()) {
            if (!answer.isSuccess()) {
                return OptionalLong.empty();
            }
            session = session.after(answer, doing, exchange.rules());
            return UploadSession.received(answer);
        } catch (IOException | RegistryException e) {
            LOG.debug("Where the upload stands is not known: {}", e.getMessage());
            return OptionalLong.empty();
        }
    }

    private void begin() {
        session = uploads.begin(blob);
        sent = 0;
        inChunks = wholeRefused != null;
    }

    /** Tells the registry to forget the upload; that this fails too is no news. */
    private void cancel() {
        try (Answer answer = exchange.call("Cancelling an upload", "DELETE", session.location(), Right.PUSH)
                .manner(Http.Manner.ONCE)
                .send()) {
            LOG.debug("Cancelling an upload answered {}", answer.status());
        } catch (IOException | RuntimeException e) {
            LOG.debug("Cancelling an upload failed: {}", e.getMessage());
        }
    }
}
