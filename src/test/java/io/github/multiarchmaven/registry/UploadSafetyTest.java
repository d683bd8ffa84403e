package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry gets to see of an upload that goes wrong, and what the user is told. */
final class UploadSafetyTest {

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    @Test
    void rightBytesArriveWholeWhateverPortionsTheSourceGives() {
        byte[] content = content(70_001);
        Descriptor blob = Fixtures.blob(content);
        String put = "PUT /up?digest=" + blob.digest().toString().replace(":", "%3A");
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client = Fixtures.client(CredentialSource.none())) {
            registry.on("HEAD /v2/team/app/blobs/" + blob.digest(), Reply.status(404))
                    .on("POST /v2/team/app/blobs/uploads/", Reply.status(202).with("Location", "/up"))
                    .on(put, Reply.status(201));
            client.repository(registry.reference("team/app"))
                    .putBlob(blob, null, () -> new ByteArrayInputStream(content) {
                        @Override
                        public synchronized int read(byte[] buffer, int offset, int length) {
                            return super.read(buffer, offset, Math.min(length, 1000));
                        }
                    });
            assertArrayEquals(content, registry.request(put).body());
        }
    }

    /** Web servers before a registry answer 413 on sight of the length, and read no more. */
    @Test
    void anEarlyRefusalIsReadThoughTheBodyIsNotSentYet() throws Exception {
        long size = 64L * 1024 * 1024;
        Descriptor blob = Descriptor.of(
                "application/octet-stream", Fixtures.blob(content(1)).digest(), size);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                RegistryClient client = Fixtures.client(CredentialSource.none())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> refuseLargeBodies(server));
            RegistryRepository target =
                    client.repository(Reference.parse("127.0.0.1:" + server.getLocalPort() + "/team/app"));
            RegistryException e =
                    assertThrows(RegistryException.class, () -> target.putBlob(blob, null, InputStreamOfZeros::new));
            assertEquals(413, e.status(), e.getMessage());
            assertTrue(e.getMessage().contains("raise that limit"), e.getMessage());
            server.close();
            served.join();
        }
    }

    private static final class InputStreamOfZeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) 0);
            return length;
        }
    }

    private static void refuseLargeBodies(ServerSocket server) {
        while (true) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                String head = head(in);
                String answer = head.startsWith("HEAD")
                        ? "404 Not Found"
                        : head.startsWith("POST") ? "202 Accepted\r\nLocation: /up" : "413 Content Too Large";
                OutputStream out = socket.getOutputStream();
                out.write(("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                if (head.startsWith("PUT")) {
                    // What nginx calls lingering: reading on for a while, so that the answer is not lost in a reset.
                    in.readNBytes(8 * 1024 * 1024);
                }
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0 && head.indexOf("\r\n\r\n") < 0; c = in.read()) {
            head.append((char) c);
            if (head.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return head.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_state=abc%3D%3D&empty=&x",
                "a=1&b=2&a=3",
                "sig=a%2Fb+c%20d&=nameless&&twice",
                "X-Amz-Signature=0af&X-Amz-SignedHeaders=host%3Brange"
            })
    void theQueryOfALocationIsSentAsItWasGiven(String query) {
        byte[] content = content(10);
        Descriptor blob = Fixtures.blob(content);
        String put = "PUT /up//load/a%2Fb?" + query + "&digest="
                + blob.digest().toString().replace(":", "%3A");
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client = Fixtures.client(CredentialSource.none())) {
            registry.on("HEAD /v2/team/app/blobs/" + blob.digest(), Reply.status(404))
                    .on(
                            "POST /v2/team/app/blobs/uploads/",
                            Reply.status(202).with("Location", "/up//load/a%2Fb?" + query))
                    .on(put, Reply.status(201));
            client.repository(registry.reference("team/app"))
                    .putBlob(blob, null, () -> new ByteArrayInputStream(content));
            registry.request(put);
        }
    }

    @Test
    void contentIsNotSentInsideANetworkBecauseARegistrySaysSo() {
        byte[] content = content(10);
        Descriptor blob = Fixtures.blob(content);
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client = Fixtures.client(CredentialSource.none())) {
            registry.on("HEAD /v2/team/app/blobs/" + blob.digest(), Reply.status(404))
                    .on(
                            "POST /v2/team/app/blobs/uploads/",
                            Reply.status(202).with("Location", "http://169.254.169.254/up?_state=canary"));
            RegistryRepository app = client.repository(registry.reference("team/app"));
            var e = assertThrows(
                    CorruptContentException.class,
                    () -> app.putBlob(blob, null, () -> new ByteArrayInputStream(content)));
            assertTrue(e.getMessage().contains("allowedHosts"), e.getMessage());
            assertFalse(e.getMessage().contains("canary"), e.getMessage());
        }
    }
}
