package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy that takes every host for this machine: {@code CONNECT any.name:5000} leads to 127.0.0.1:5000. By it a client sees a registry
 * on this machine as one elsewhere, which matters where loopback gets special treatment.
 */
public final class LoopbackProxy implements AutoCloseable {
    private static final int MAX_HEAD = 8192;

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> hosts = new CopyOnWriteArrayList<>();

    private interface Task {
        void run() throws IOException;
    }

    public LoopbackProxy() {
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

    /** For {@code HTTPS_PROXY}. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** What it was asked for, {@code host:port}. */
    public List<String> hosts() {
        return hosts;
    }

    private void serve(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = client.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < MAX_HEAD) {
            int read = in.read();
            if (read < 0) {
                return;
            }
            head.append((char) read);
        }
        String asked = head.toString().split(" ")[1];
        hosts.add(asked);
        Socket there = new Socket(
                InetAddress.getByName("127.0.0.1"), Integer.parseInt(asked.substring(asked.lastIndexOf(':') + 1)));
        open.add(there);
        client.getOutputStream()
                .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        run(() -> {
            there.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        });
        in.transferTo(there.getOutputStream());
        there.shutdownOutput();
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
                "loopback proxy");
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
