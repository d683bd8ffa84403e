package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before a server on this machine that speaks plain HTTP, and answers TLS as Go's servers do, at once and in plain HTTP. Docker's
 * daemon tries TLS first with every registry, and takes only such an answer for a no; the JDK's HTTP server waits for more.
 */
public final class TlsRefusingFront implements AutoCloseable {
    private static final int TLS_HANDSHAKE = 0x16;
    private static final byte[] NO = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTPS request to an HTTP server.\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private interface Task {
        void run() throws IOException;
    }

    /** @param port of the server, on 127.0.0.1 */
    public TlsRefusingFront(int port) {
        this.port = port;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(() -> {
            while (true) {
                Socket client = server.accept();
                open.add(client);
                run(() -> serve(client));
            }
        });
    }

    /** {@code 127.0.0.1:PORT}. */
    public String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            InputStream in = client.getInputStream();
            int first = in.read();
            if (first == TLS_HANDSHAKE) {
                client.getOutputStream().write(NO);
                return;
            }
            if (first >= 0) {
                forward(client, first);
            }
        }
    }

    private void forward(Socket client, int first) throws IOException {
        try (Socket there = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            open.add(there);
            run(() -> {
                there.getInputStream().transferTo(client.getOutputStream());
                client.shutdownOutput();
            });
            OutputStream out = there.getOutputStream();
            out.write(first);
            client.getInputStream().transferTo(out);
        }
    }

    private static void run(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One side hung up.
                        return;
                    }
                },
                "TLS-refusing front");
        thread.setDaemon(true);
        thread.start();
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
    }
}
