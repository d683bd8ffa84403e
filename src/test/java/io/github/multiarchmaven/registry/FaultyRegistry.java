package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A real registry with faults: an embedded one behind a front that passes requests on, and spoils those that the test names. It
 * works on sockets, as servers do not cut connections in the middle of a message by themselves.
 */
final class FaultyRegistry implements AutoCloseable {
    private final String backendHost;
    /** Null for somebody else's. */
    private final EmbeddedRegistry registry;

    private final ServerSocket server;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** A request's head. Names of headers are in lower case. */
    record Request(String method, String target, Map<String, String> headers) {
        String line() {
            return method + " " + target;
        }

        boolean is(String wantedMethod, String partOfTarget) {
            return method.equals(wantedMethod) && target.contains(partOfTarget);
        }

        int length() {
            return Integer.parseInt(headers.getOrDefault("content-length", "0"));
        }
    }

    /** An answer. Names of headers are in lower case. */
    record Reply(int status, Map<String, String> headers, byte[] body) {
        static Reply of(int status, String... headers) {
            Map<String, String> all = new TreeMap<>();
            for (int i = 0; i < headers.length; i += 2) {
                all.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
            }
            return new Reply(status, all, new byte[0]);
        }

        Reply with(String header, String value) {
            Map<String, String> all = new TreeMap<>(headers);
            all.put(header.toLowerCase(Locale.ROOT), value);
            return new Reply(status, all, body);
        }

        Reply without(String header) {
            Map<String, String> all = new TreeMap<>(headers);
            all.remove(header.toLowerCase(Locale.ROOT));
            return new Reply(status, all, body);
        }

        Reply status(int other) {
            return new Reply(other, headers, body);
        }

        Reply body(byte[] other) {
            return new Reply(status, headers, other);
        }
    }

    private record Rule(Predicate<Request> which, AtomicInteger left, Faults.Fault fault) {}

    FaultyRegistry() {
        this(EmbeddedRegistry.inMemory());
    }

    private FaultyRegistry(EmbeddedRegistry registry) {
        this(registry.host(), registry);
    }

    /** Another front, on a host of its own, of the same registry. */
    FaultyRegistry(FaultyRegistry same) {
        this(same.backendHost, null);
    }

    /** A front of any registry that listens at {@code 127.0.0.1:PORT}. */
    static FaultyRegistry before(String host) {
        return new FaultyRegistry(host, null);
    }

    private FaultyRegistry(String backendHost, EmbeddedRegistry registry) {
        this.backendHost = backendHost;
        this.registry = registry;
        try {
            server = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty registry");
        thread.setDaemon(true);
        thread.start();
    }

    // What a test says and asks

    String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    Reference reference(String repository) {
        return Reference.parse(host() + "/" + repository);
    }

    /** The registry without its faults. */
    Reference faultless(String repository) {
        return Reference.parse(backendHost + "/" + repository);
    }

    /** So many requests of a kind meet a fault; rules before go first. */
    FaultyRegistry spoil(int times, Predicate<Request> which, Faults.Fault fault) {
        rules.add(new Rule(which, new AtomicInteger(times), fault));
        return this;
    }

    FaultyRegistry spoil(Predicate<Request> which, Faults.Fault fault) {
        return spoil(Integer.MAX_VALUE, which, fault);
    }

    List<Request> requests() {
        return List.copyOf(seen);
    }

    List<String> lines() {
        return seen.stream().map(Request::line).toList();
    }

    /** The methods of all requests, in order. */
    String methods() {
        return String.join(" ", seen.stream().map(Request::method).toList());
    }

    long count(String method, String partOfTarget) {
        return seen.stream().filter(r -> r.is(method, partOfTarget)).count();
    }

    // The front

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException e) {
                // Closed, or gone before it was here.
                continue;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = client.getInputStream();
            while (true) {
                List<String> head = head(in);
                String[] first = head.get(0).split(" ");
                Request request = new Request(first[0], first[1], headers(head));
                seen.add(request);
                fault(request).meet(new Passing(request, in, client.getOutputStream()));
            }
        } catch (IOException e) {
            // A cut, or the client's end.
            open.remove(client);
        }
    }

    private Faults.Fault fault(Request request) {
        for (Rule rule : rules) {
            if (rule.which().test(request) && rule.left().getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                return rule.fault();
            }
        }
        return passing -> passing.send(passing.forward());
    }

    private static List<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException();
            }
            head.write(c);
            ends = c == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
        return Arrays.asList(head.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n"));
    }

    private static Map<String, String> headers(List<String> head) {
        Map<String, String> headers = new TreeMap<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** One request on its way through the front. */
    final class Passing {
        private final Request request;
        private final InputStream in;
        private final OutputStream client;
        private byte[] body;

        private Passing(Request request, InputStream in, OutputStream client) {
            this.request = request;
            this.in = in;
            this.client = client;
        }

        String target() {
            return request.target();
        }

        /** Empty for one that is not there. */
        String header(String name) {
            return request.headers().getOrDefault(name, "");
        }

        /** Passes it on to another place of the same registry. */
        void retarget(String other) throws IOException {
            Passing elsewhere = new Passing(new Request(request.method(), other, request.headers()), in, client);
            elsewhere.send(elsewhere.forward());
        }

        /** Returns when the client has gone, or says something else. */
        void awaitClient() throws IOException {
            in.read();
        }

        byte[] body() throws IOException {
            if (body == null) {
                body = in.readNBytes(request.length());
            }
            return body;
        }

        Reply forward() throws IOException {
            byte[] whole = body();
            if (whole.length < request.length()) {
                throw new Faults.Cut();
            }
            try (Socket backend = begin()) {
                backend.getOutputStream().write(whole);
                InputStream from = backend.getInputStream();
                List<String> head = head(from);
                Map<String, String> headers = headers(head);
                headers.remove("connection");
                byte[] answered = request.method().equals("HEAD") ? new byte[0] : answered(from, headers);
                return new Reply(Integer.parseInt(head.get(0).split(" ")[1]), headers, answered);
            }
        }

        private static byte[] answered(InputStream from, Map<String, String> headers) throws IOException {
            if (headers.remove("transfer-encoding") == null) {
                return from.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            while (true) {
                StringBuilder size = new StringBuilder();
                for (int c = from.read(); c != '\n'; c = from.read()) {
                    size.append((char) c);
                }
                int length = Integer.parseInt(size.toString().strip(), 16);
                all.writeBytes(from.readNBytes(length));
                from.readNBytes(2);
                if (length == 0) {
                    return all.toByteArray();
                }
            }
        }

        void forwardPart(int bytes) throws IOException {
            byte[] part = in.readNBytes(Math.min(bytes, request.length()));
            try (Socket backend = begin()) {
                backend.getOutputStream().write(part);
                backend.shutdownOutput();
                // Until the registry is done with it: else the client may be faster, and hear an older state.
                backend.getInputStream().readAllBytes();
            } catch (SocketException e) {
                throw new Faults.Cut();
            }
        }

        private Socket begin() throws IOException {
            Socket backend = new Socket();
            backend.connect(new InetSocketAddress(
                    "127.0.0.1", Integer.parseInt(backendHost.substring(backendHost.indexOf(':') + 1))));
            List<String> lines = new ArrayList<>();
            lines.add(request.line() + " HTTP/1.1");
            request.headers().forEach((name, value) -> {
                if (!name.equals("connection")) {
                    lines.add(name + ": " + value);
                }
            });
            lines.add("connection: close");
            backend.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return backend;
        }

        void send(Reply reply) throws IOException {
            sendPart(reply, reply.body().length);
        }

        void sendPart(Reply reply, int bytes) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Whatever\r\n");
            Map<String, String> headers = new TreeMap<>(reply.headers());
            if (!request.method().equals("HEAD")) {
                headers.put("content-length", Integer.toString(reply.body().length));
            }
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            message.write(reply.body(), 0, Math.min(bytes, reply.body().length));
            client.write(message.toByteArray());
            client.flush();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (registry != null) {
            registry.close();
        }
    }
}
