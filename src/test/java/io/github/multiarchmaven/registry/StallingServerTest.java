package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that are never silent and never get anywhere: no socket's timeout ends them. */
class StallingServerTest {
    private final ServerSocket server = listening();
    private final RegistryClient client = new RegistryClient(
            RegistryOptions.defaults().withReadTimeout(Duration.ofMillis(300)).withMaxRetries(1), new FakeTiming());
    private final RegistryRepository app =
            client.repository(Reference.parse("127.0.0.1:" + server.getLocalPort() + "/team/app"));

    /** What the server does with one connection; it ends when that is closed. */
    private interface Conversation {
        void hold(InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private void serve(Conversation conversation) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread one = new Thread(() -> {
                        try (socket) {
                            conversation.hold(socket.getInputStream(), socket.getOutputStream());
                        } catch (IOException | InterruptedException e) {
                            // The client has given up, which is what is tested.
                            Thread.currentThread().interrupt();
                        }
                    });
                    one.setDaemon(true);
                    one.start();
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void readHead(InputStream in) throws IOException {
        int last = 0;
        for (int b; (b = in.read()) >= 0; ) {
            last = last << 8 | b;
            if (last == 0x0d0a0d0a) {
                return;
            }
        }
        throw new IOException("the request ended");
    }

    private static void drip(OutputStream out) throws IOException, InterruptedException {
        // Bounded, so that a client that does not give up fails the test and not the build.
        for (int i = 0; i < 1000; i++) {
            out.write('x');
            out.flush();
            Thread.sleep(20);
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static Descriptor blob(byte[] content) {
        return Descriptor.ofBytes("application/octet-stream", content);
    }

    @Test
    void aBodyThatDripsIsGivenUp() {
        byte[] content = new byte[100_000];
        serve((in, out) -> {
            readHead(in);
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            drip(out);
        });
        var e = assertThrows(
                RegistryException.class, () -> app.openBlob(blob(content)).readAllBytes());
        assertTrue(e.getMessage().contains("did not answer in time"), e.getMessage());
    }

    @Test
    void headersThatDripAreGivenUp() {
        serve((in, out) -> {
            readHead(in);
            say(out, "HTTP/1.1 200 OK\r\nX-Padding: ");
            drip(out);
        });
        var e = assertThrows(RegistryException.class, app::tags);
        assertTrue(e.getMessage().contains("did not answer in time"), e.getMessage());
    }

    @Test
    void headersWithoutEndAreRefused() {
        serve((in, out) -> {
            readHead(in);
            say(out, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 100_000; i++) {
                say(out, "X-" + i + ": padding\r\n");
            }
        });
        assertThrows(RegistryException.class, app::tags);
    }

    @Test
    void anUploadThatNobodyTakesIsGivenUp() {
        byte[] content = new byte[64 * 1024 * 1024];
        new Random(1).nextBytes(content);
        serve((in, out) -> {
            while (true) {
                byte[] method = in.readNBytes(3);
                if (new String(method, StandardCharsets.US_ASCII).equals("PUT")) {
                    // Reads no more, and keeps the connection.
                    Thread.sleep(20_000);
                }
                readHead(in);
                say(
                        out,
                        new String(method, StandardCharsets.US_ASCII).equals("HEA")
                                ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                                : "HTTP/1.1 202 Accepted\r\nLocation: /upload/1\r\nContent-Length: 0\r\n\r\n");
            }
        });
        var e = assertThrows(
                RegistryException.class,
                () -> app.putBlob(blob(content), null, () -> new java.io.ByteArrayInputStream(content)));
        assertTrue(e.getMessage().contains("did not answer in time"), e.getMessage());
    }

    @Test
    void aSlowReaderOfAFastServerIsNoStall() throws Exception {
        byte[] content = new byte[400_000];
        new Random(2).nextBytes(content);
        serve((in, out) -> {
            readHead(in);
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n");
            out.write(content);
        });
        byte[] read = new byte[content.length];
        try (InputStream in = app.openBlob(blob(content))) {
            for (int at = 0; at < read.length; at += 100_000) {
                // Longer than the time in which a server has to show progress.
                Thread.sleep(400);
                in.readNBytes(read, at, 100_000);
            }
        }
        assertArrayEquals(content, read);
    }
}
