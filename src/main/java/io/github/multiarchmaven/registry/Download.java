package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.registry.Exchange.Right;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blob's bytes, over as many connections as it takes: one that breaks is followed by another that goes on from there
 * ({@code Range}, RFC 9110 section 14.2). It is asked for at the registry again, not where a redirect led, as signed addresses
 * expire. Nothing is verified here but that the parts fit.
 */
final class Download extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
    /** Bytes after which a connection has been of use, and tries are counted anew. */
    private static final long PROGRESS = 64 * 1024;

    private final Exchange exchange;
    private final Descriptor blob;
    private final String doing;
    private final URI url;
    private final Attempts attempts;
    private Answer answer;
    private InputStream in;
    private long position;
    private long resumedAt;
    private boolean closed;

    private Download(Exchange exchange, Descriptor blob) {
        this.exchange = exchange;
        this.blob = blob;
        this.doing =
                "Reading blob " + blob.digest() + " of " + exchange.repository().name();
        this.url = exchange.url("blobs/" + blob.digest());
        this.attempts = exchange.attempts("GET", url);
    }

    /** @throws NotFoundException when the repository does not have it */
    static Download open(Exchange exchange, Descriptor blob) {
        Download download = new Download(exchange, blob);
        try {
            download.connect();
        } catch (IOException e) {
            throw download.call().broken(e);
        } catch (RuntimeException e) {
            // Nobody else has the answer then, and its permit would be lost.
            download.close();
            throw e;
        }
        return download;
    }

    private Exchange.Call call() {
        return exchange.call(doing, "GET", url, Right.PULL).manner(Http.Manner.STREAM);
    }

    private void connect() throws IOException {
        Exchange.Call call = call();
        if (position > 0) {
            call.headers(Map.of("Range", "bytes=" + position + "-"));
        }
        answer = call.send();
        if (answer.status() == 404) {
            throw new NotFoundException(doing + ": it does not exist. Push or promote the image again.");
        }
        if (!answer.isSuccess()) {
            throw call.refused(answer);
        }
        in = answer.body();
        resumedAt = position;
        if (answer.status() == 206) {
            requireContinuation(answer.header("Content-Range"));
        } else {
            // It does not know ranges, and begins again.
            in.skipNBytes(position);
        }
    }

    private void requireContinuation(String header) {
        Matcher range = CONTENT_RANGE.matcher(header == null ? "" : header.strip());
        boolean fits = range.matches()
                && Long.parseLong(range.group(1)) == position
                && (range.group(2).equals("*") || Long.parseLong(range.group(2)) == blob.size());
        if (!fits) {
            throw new CorruptContentException(doing + ": the part from byte " + position + " of " + blob.size()
                    + " was asked for, and another one came. Look into the registry, or a proxy before it.");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws RegistryException when the connection breaks too often without getting further */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (length == 0) {
            return 0;
        }
        while (true) {
            try {
                if (in == null) {
                    connect();
                }
                return advance(in.read(buffer, offset, length));
            } catch (IOException e) {
                if (position >= blob.size()) {
                    // Only the end was lost, and there is no range after it.
                    return -1;
                }
                recover(e);
            }
        }
    }

    private int advance(int read) throws EOFException {
        if (read < 0 && position < blob.size() && isEndUnknown()) {
            throw new EOFException("it ended after " + position + " of " + blob.size() + " bytes");
        }
        position += Math.max(0, read);
        if (position - resumedAt >= PROGRESS) {
            attempts.progressed();
        }
        return read;
    }

    /** Whether a connection's end is the only sign of the body's end; else a cut one has been noticed already. */
    private boolean isEndUnknown() {
        return answer.header("Content-Length") == null && answer.header("Transfer-Encoding") == null;
    }

    private void recover(IOException failure) {
        disconnect();
        try {
            attempts.again(failure);
        } catch (IOException e) {
            throw call().broken(e);
        }
    }

    private void disconnect() {
        in = null;
        if (answer != null) {
            try {
                answer.close();
            } catch (IOException e) {
                LOG.debug("Closing a download failed: {}", Failures.reason(e));
            }
            answer = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }
}
