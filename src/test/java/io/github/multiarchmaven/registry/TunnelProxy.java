package io.github.multiarchmaven.registry;

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

/** A proxy that keeps what it was asked, and answers CONNECT with a tunnel or with what the test gave. */
final class TunnelProxy implements AutoCloseable {
    private final ServerSocket server;
    private final String answer;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** @param answer null for a tunnel */
    TunnelProxy(String answer) {
        this.answer = answer;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Request lines and headers of each connection, without its last empty line. */
    List<String> heads() {
        return heads;
    }

    private interface Task {
        void run() throws IOException;
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
                "tunnel proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            open.add(client);
            run(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = client.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                return;
            }
            head.append((char) read);
        }
        heads.add(head.toString().strip());
        if (answer != null) {
            client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            client.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
            return;
        }
        String[] target = head.toString().split(" ")[1].split(":");
        Socket there = new Socket(target[0], Integer.parseInt(target[1]));
        open.add(there);
        client.getOutputStream().write(Fixtures.bytes("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n"));
        run(() -> there.getInputStream().transferTo(client.getOutputStream()));
        in.transferTo(there.getOutputStream());
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
