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
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

/**
 * Cuts the connection when a body is closed before its end. httpclient5 would read it to the end instead, and
 * google-http-client closes a body before it disconnects: giving up on a layer would download all of it.
 */
final class CuttingClient extends CloseableHttpClient {
    private final CloseableHttpClient client;
    private final ProxySetting proxy;

    /** @param proxy that is in the way of all requests; null for none */
    CuttingClient(CloseableHttpClient client, ProxySetting proxy) {
        this.client = client;
        this.proxy = proxy;
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context)
            throws IOException {
        if (proxy != null && target.getSchemeName().equalsIgnoreCase("http")) {
            addressToProxy(request);
        }
        // Open, as the name says: the same object that the client's own deprecated methods return.
        var response = (CloseableHttpResponse) client.executeOpen(target, request, context);
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.isStreaming() && request instanceof Cancellable running) {
            response.setEntity(new CutEntity(entity, running));
        }
        return response;
    }

    /** A plain request is the proxy's to pass on (RFC 9112, section 3.2.2): it sees the whole address, and takes its login off. */
    private void addressToProxy(ClassicHttpRequest request) {
        if (request instanceof BasicHttpRequest basic) {
            basic.setAbsoluteRequestUri(true);
        }
        // Some proxies hang up after each answer and do not announce it.
        request.setHeader("Connection", "close");
        if (proxy.authorization() != null) {
            request.setHeader("Proxy-Authorization", proxy.authorization());
        }
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
