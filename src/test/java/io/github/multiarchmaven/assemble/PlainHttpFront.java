package io.github.multiarchmaven.assemble;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Stands before a registry on the JDK's server, which leaves a TLS greeting without an answer: jib tries TLS first and
 * would wait for its time limit. This answers the greeting at once with something that is not TLS, as other servers do.
 */
final class PlainHttpFront implements AutoCloseable {
    private static final int TLS_HANDSHAKE = 0x16;

    private final ServerSocket server;
    private final int target;

    PlainHttpFront(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // One side hung up.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            daemon(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket registry = new Socket(InetAddress.getLoopbackAddress(), target)) {
            PushbackInputStream in = new PushbackInputStream(client.getInputStream(), 1);
            int first = in.read();
            if (first == TLS_HANDSHAKE) {
                client.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
                return;
            }
            if (first < 0) {
                return;
            }
            in.unread(first);
            daemon(() -> {
                try (registry) {
                    forward(in, registry.getOutputStream());
                }
            });
            forward(registry.getInputStream(), client.getOutputStream());
        }
    }

    private static void forward(InputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
