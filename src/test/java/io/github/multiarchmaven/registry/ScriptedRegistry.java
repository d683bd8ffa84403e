package io.github.multiarchmaven.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.multiarchmaven.image.Reference;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A server that answers as the test says: a table of {@code METHOD /path?query} to answers, the last of which repeats. What is
 * not in the table is answered with 418, so that no test mistakes its own gap for a registry's 404.
 */
final class ScriptedRegistry implements AutoCloseable {
    private final HttpServer server;
    private final boolean tls;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted registry");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Deque<Reply>> script = new ConcurrentHashMap<>();
    private final List<Seen> seen = new ArrayList<>();

    /** Writes a body. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /**
     * An answer.
     *
     * @param length of the body; -1 for none, 0 for chunks
     * @param headers names and values, alternating
     */
    record Reply(int status, List<String> headers, long length, Writer body) {
        static Reply status(int status) {
            return new Reply(status, List.of(), -1, out -> {});
        }

        /** No answer at all: the connection is cut. */
        static Reply cut() {
            return status(0);
        }

        Reply with(String... more) {
            List<String> all = new ArrayList<>(headers);
            all.addAll(Arrays.asList(more));
            return new Reply(status, all, length, body);
        }

        Reply body(byte[] bytes) {
            return new Reply(status, headers, bytes.length == 0 ? -1 : bytes.length, out -> out.write(bytes));
        }

        Reply body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        Reply stream(long bytes, Writer writer) {
            return new Reply(status, headers, bytes, writer);
        }
    }

    /** A request that came; {@code whole} is whether its body had the length it announced. */
    record Seen(String line, Map<String, List<String>> headers, byte[] body, boolean whole) {
        /** The header; null when it was not sent. */
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(e -> e.getKey().equalsIgnoreCase(name))
                    .map(e -> String.join(",", e.getValue()))
                    .findFirst()
                    .orElse(null);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    ScriptedRegistry() {
        this(null, false);
    }

    /**
     * @param tls null for plain HTTP
     * @param clientCertificate whether clients have to show one
     */
    ScriptedRegistry(SSLContext tls, boolean clientCertificate) {
        this.tls = tls != null;
        try {
            var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
            server = tls == null ? HttpServer.create(address, 0) : secured(address, tls, clientCertificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private static HttpServer secured(InetSocketAddress address, SSLContext tls, boolean clientCertificate)
            throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setNeedClientAuth(clientCertificate);
                parameters.setSSLParameters(wanted);
            }
        });
        return server;
    }

    /** {@code 127.0.0.1:PORT} */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url(String path) {
        return (tls ? "https://" : "http://") + host() + path;
    }

    Reference reference(String repository) {
        return Reference.parse(host() + "/" + repository);
    }

    /** @param line for example {@code GET /v2/team/app/manifests/1} */
    ScriptedRegistry on(String line, Reply... replies) {
        script.put(line, new ArrayDeque<>(Arrays.asList(replies)));
        return this;
    }

    /** Method and path of each request, in order. */
    List<String> lines() {
        return requests().stream().map(Seen::line).toList();
    }

    List<Seen> requests() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    List<Seen> requests(String line) {
        return requests().stream().filter(s -> s.line().equals(line)).toList();
    }

    /** The only request of that line. */
    Seen request(String line) {
        List<Seen> all = requests(line);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " requests " + line + " in " + lines());
        }
        return all.get(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            byte[] body;
            try {
                body = exchange.getRequestBody().readAllBytes();
            } catch (IOException e) {
                body = new byte[0];
            }
            String announced = exchange.getRequestHeaders().getFirst("Content-Length");
            boolean whole = announced == null || announced.equals(Integer.toString(body.length));
            Reply reply;
            synchronized (seen) {
                seen.add(new Seen(line, Map.copyOf(exchange.getRequestHeaders()), body, whole));
                reply = next(script.get(line));
            }
            if (reply.status() == 0) {
                return;
            }
            List<String> headers = reply.headers();
            for (int i = 0; i < headers.size(); i += 2) {
                exchange.getResponseHeaders().add(headers.get(i), headers.get(i + 1));
            }
            boolean bare = exchange.getRequestMethod().equals("HEAD") || reply.length() < 0;
            exchange.sendResponseHeaders(reply.status(), bare ? -1 : reply.length());
            if (!bare) {
                try (OutputStream out = exchange.getResponseBody()) {
                    reply.body().write(out);
                }
            }
        }
    }

    private static Reply next(Deque<Reply> replies) {
        if (replies == null) {
            return Reply.status(418);
        }
        return replies.size() > 1 ? replies.poll() : replies.peek();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
