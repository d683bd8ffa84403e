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

/** An HTTP proxy that keeps what it was asked, and answers CONNECT with a tunnel or with what the test gave. */
public final class TunnelProxy implements AutoCloseable {
    private static final int MAX_HEAD = 64 * 1024;

    private final ServerSocket server;
    private final String answer;
    private final boolean toThisMachine;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** @param answer null for a tunnel */
    public TunnelProxy(String answer) {
        this(answer, false);
    }

    private TunnelProxy(String answer, boolean toThisMachine) {
        this.answer = answer;
        this.toThisMachine = toThisMachine;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    /**
     * One that takes every host for this machine: {@code CONNECT any.name:5000} leads to 127.0.0.1:5000. By it a client sees a registry
     * on this machine as one elsewhere, which matters where loopback gets special treatment.
     */
    public static TunnelProxy toThisMachine() {
        return new TunnelProxy(null, true);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** For {@code HTTPS_PROXY}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Request lines and headers of each connection, without its last empty line. */
    public List<String> heads() {
        return heads;
    }

    /** Where it was asked to lead, {@code host:port}. */
    public List<String> hosts() {
        return heads.stream().map(TunnelProxy::host).toList();
    }

    private static String host(String head) {
        return head.split(" ")[1];
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
        StringBuilder text = new StringBuilder();
        InputStream in = client.getInputStream();
        while (text.indexOf("\r\n\r\n") < 0 && text.length() < MAX_HEAD) {
            int read = in.read();
            if (read < 0) {
                return;
            }
            text.append((char) read);
        }
        String head = text.toString().strip();
        heads.add(head);
        if (answer != null) {
            client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            client.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
            return;
        }
        String[] target = host(head).split(":");
        Socket there = new Socket(toThisMachine ? "127.0.0.1" : target[0], Integer.parseInt(target[1]));
        open.add(there);
        client.getOutputStream()
                .write("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        run(() -> {
            there.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        });
        in.transferTo(there.getOutputStream());
        there.shutdownOutput();
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
