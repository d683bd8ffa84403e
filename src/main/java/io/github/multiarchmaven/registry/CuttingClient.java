package io.github.multiarchmaven.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

/**
 * Cuts the connection when a body is closed before its end. httpclient5 would read it to the end instead, and
 * google-http-client closes a body before it disconnects: giving up on a layer would download all of it.
 */
final class CuttingClient extends CloseableHttpClient {
    private final CloseableHttpClient client;

    CuttingClient(CloseableHttpClient client) {
        this.client = client;
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context)
            throws IOException {
        // Open, as the name says: the same object that the client's own deprecated methods return.
        var response = (CloseableHttpResponse) client.executeOpen(target, request, context);
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.isStreaming() && request instanceof Cancellable running) {
            response.setEntity(new CutEntity(entity, running));
        }
        return response;
    }

    private static final class CutEntity extends HttpEntityWrapper {
        private final InputStream content;
        private boolean atEnd;
        private boolean cut;

        CutEntity(HttpEntity entity, Cancellable running) throws IOException {
            super(entity);
            this.content = new FilterInputStream(entity.getContent()) {
                @Override
                public int read() throws IOException {
                    return seen(super.read());
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    return seen(super.read(buffer, offset, length));
                }

                private int seen(int read) {
                    atEnd |= read < 0;
                    return read;
                }

                @Override
                public void close() throws IOException {
                    if (atEnd) {
                        super.close();
                    } else if (!cut) {
                        cut = true;
                        running.cancel();
                    }
                }
            };
        }

        @Override
        public InputStream getContent() {
            return content;
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    @Override
    public void close(CloseMode mode) {
        client.close(mode);
    }
}
