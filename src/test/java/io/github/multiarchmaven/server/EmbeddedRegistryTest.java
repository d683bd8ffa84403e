package io.github.multiarchmaven.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Reference;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedRegistryTest extends RegistryTestCase {

    @Test
    void theHostCanStandInAReference() throws Exception {
        registry = EmbeddedRegistry.inMemory();
        assertEquals("127.0.0.1:" + registry.port(), registry.host());
        assertEquals(
                registry.host(),
                Reference.parse(registry.host() + "/team/app:1").registry());
        HttpResponse<byte[]> base = send("GET", "/v2/");
        assertStatus(200, base);
        assertEquals("registry/2.0", header(base, "Docker-Distribution-API-Version"));
        assertStatus(200, send("HEAD", "/v2/"));
        assertError(405, "UNSUPPORTED", send("DELETE", "/v2/"));
        assertError(404, "UNSUPPORTED", send("GET", "/"));
        assertError(404, "UNSUPPORTED", send("GET", "/v2/team/app/nothing"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void tagsAreListedInPages(Kind kind) throws Exception {
        start(kind);
        for (String tag : List.of("v2", "b", "A", "v10", "C", "a_1")) {
            pushImage(REPO, tag, "layer");
        }
        String path = "/v2/" + REPO + "/tags/list";
        List<String> sorted = List.of("A", "a_1", "b", "C", "v10", "v2");
        assertEquals(sorted, texts(send("GET", path), "tags"));

        HttpResponse<byte[]> first = send("GET", path + "?n=4");
        assertEquals(sorted.subList(0, 4), texts(first, "tags"));
        String link = header(first, "Link");
        assertEquals("<" + path + "?n=4&last=C>; rel=\"next\"", link);
        HttpResponse<byte[]> second = send("GET", link.substring(1, link.indexOf('>')));
        assertEquals(sorted.subList(4, 6), texts(second, "tags"));
        assertEquals(null, header(second, "Link"));

        assertEquals(sorted.subList(2, 6), texts(send("GET", path + "?last=azzz"), "tags"));
        assertEquals(List.of(), texts(send("GET", path + "?n=0"), "tags"));
        assertEquals(null, header(send("GET", path + "?n=0"), "Link"));
        assertEquals(sorted, texts(send("GET", path + "?n=6"), "tags"));
        assertError(400, "PAGINATION_NUMBER_INVALID", send("GET", path + "?n=-1"));
        assertError(404, "NAME_UNKNOWN", send("GET", "/v2/unknown/tags/list"));
        pushImage("alpha", "v1", "layer");
        assertEquals(List.of("alpha", REPO), texts(send("GET", "/v2/_catalog"), "repositories"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/../../etc/passwd",
                "/v2/../blobs/DIGEST",
                "/v2/..%2F..%2Fetc/blobs/DIGEST",
                "/v2/%2e%2e/%2e%2e/blobs/DIGEST",
                "/v2/team%2Fapp/blobs/DIGEST",
                "/v2/team/../app/manifests/v1",
                "/v2/team/./app/manifests/v1",
                "/v2//app/manifests/v1",
                "/v2/team//manifests/v1",
                "/v2/C:%5Cwindows/manifests/v1",
                "/v2/Team/manifests/v1",
                "/v2/_uploads/manifests/v1",
                "/v2/team%00/manifests/v1",
                "/v2/a@DIGEST/manifests/v1",
                "/v2/a:b/tags/list",
                "/v2/team/app/manifests/..",
                "/v2/team/app/manifests/..%2F..%2Fv1",
                "/v2/blobs/uploads/",
            })
    void noPathLeavesTheStorage(String path) throws Exception {
        start(Kind.DISK);
        byte[] content = "content".getBytes(UTF_8);
        String target = path.replace("DIGEST", Digest.ofBytes(content).toString());
        Files.writeString(temp.resolve("v1"), "not to be seen");
        for (String method : List.of("GET", "PUT", "DELETE", "POST")) {
            // By hand: the JDK's client might tidy up the path.
            int status = rawStatus(method, target);
            assertTrue(status >= 400 && status < 500, method + " " + target + " answered " + status);
        }
        assertError(
                400,
                "NAME_INVALID",
                send("POST", "/v2/ok/blobs/uploads/?from=..%2F..&mount=" + Digest.ofBytes(content)));
        try (Stream<Path> files = Files.walk(temp)) {
            assertEquals(
                    List.of("embedded-registry", "v1"),
                    files.filter(Files::isRegularFile)
                            .map(f -> f.getFileName().toString())
                            .sorted()
                            .toList());
        }
    }

    private int rawStatus(String method, String target) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", registry.port())) {
            String request =
                    method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
            return Integer.parseInt(line.split(" ")[1]);
        }
    }

    @Test
    void aRestartFindsEverythingButSessions() throws Exception {
        start(Kind.DISK);
        byte[] manifest = pushImage(REPO, "RC", "layer");
        String session = beginUpload(REPO);
        assertStatus(202, send("PATCH", session, "half".getBytes(UTF_8)));
        registry.close();
        // What a killed process leaves.
        Files.writeString(temp.resolve("storage/uploads/left-over"), "half");

        start(Kind.DISK);
        assertArrayEquals(manifest, send("GET", "/v2/" + REPO + "/manifests/RC").body());
        assertEquals(List.of("RC"), texts(send("GET", "/v2/" + REPO + "/tags/list"), "tags"));
        Digest layer = Digest.ofBytes("layer".getBytes(UTF_8));
        assertArrayEquals(
                "layer".getBytes(UTF_8),
                send("GET", "/v2/" + REPO + "/blobs/" + layer).body());
        assertError(404, "BLOB_UPLOAD_UNKNOWN", send("GET", session));
        try (Stream<Path> left = Files.list(temp.resolve("storage/uploads"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aDirectoryOfSomebodyElseIsRefusedAndLeftAlone() throws Exception {
        Path directory = Files.createDirectories(temp.resolve("photos/uploads"));
        Files.writeString(directory.resolve("holiday"), "picture");
        RegistryStartException e = assertThrows(
                RegistryStartException.class,
                () -> EmbeddedRegistry.start(new InetSocketAddress("127.0.0.1", 0), temp.resolve("photos"), null));
        assertTrue(e.getMessage().contains("not made by this registry"), e.getMessage());
        assertTrue(Files.exists(directory.resolve("holiday")));
        assertFalse(Files.exists(temp.resolve("photos/blobs")));
    }

    @Test
    void aDirectoryInUseIsRefused() {
        start(Kind.DISK);
        RegistryStartException e = assertThrows(
                RegistryStartException.class,
                () -> EmbeddedRegistry.start(new InetSocketAddress("127.0.0.1", 0), temp.resolve("storage"), null));
        assertTrue(e.getMessage().contains("another registry uses it"), e.getMessage());
    }

    @Test
    void aTakenPortIsRefusedAndTheStorageLetGo() {
        registry = EmbeddedRegistry.inMemory();
        InetSocketAddress taken = new InetSocketAddress("127.0.0.1", registry.port());
        RegistryStartException e = assertThrows(
                RegistryStartException.class, () -> EmbeddedRegistry.start(taken, temp.resolve("storage"), null));
        assertTrue(e.getMessage().contains(":" + registry.port() + ": "), e.getMessage());
        EmbeddedRegistry.start(new InetSocketAddress("127.0.0.1", 0), temp.resolve("storage"), null)
                .close();
    }

    @Test
    void requestsAreLoggedWithTheirBytes() throws Exception {
        List<LoggedRequest> heard = new CopyOnWriteArrayList<>();
        registry = EmbeddedRegistry.start(new InetSocketAddress("127.0.0.1", 0), null, heard::add);
        byte[] content = "0123456789".getBytes(UTF_8);
        Digest digest = pushBlob(REPO, content);
        send("GET", "/v2/" + REPO + "/blobs/" + digest);
        send("HEAD", "/v2/" + REPO + "/blobs/" + digest);
        List<LoggedRequest> expected = List.of(
                new LoggedRequest("POST", "/v2/" + REPO + "/blobs/uploads/?digest=" + digest, 201, 10, 0),
                new LoggedRequest("GET", "/v2/" + REPO + "/blobs/" + digest, 200, 0, 10),
                new LoggedRequest("HEAD", "/v2/" + REPO + "/blobs/" + digest, 200, 0, 0));
        assertEquals(expected, registry.requests());
        assertEquals(expected, heard);
    }

    @Test
    void aConnectionServesManyRequestsEvenAfterAnUnreadBody() throws Exception {
        start(Kind.MEMORY);
        String unknown = "/v2/" + REPO + "/blobs/" + Digest.ofBytes(new byte[] {1});
        try (Socket socket = new Socket("127.0.0.1", registry.port())) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            for (int i = 0; i < 5; i++) {
                // HEAD with a body is odd, but shows that nobody read it.
                String request = "HEAD " + unknown + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(UTF_8));
                socket.getOutputStream().write(new byte[100_000]);
                assertEquals("HTTP/1.1 404 Not Found", in.readLine());
                while (!in.readLine().isEmpty()) {
                    continue;
                }
            }
        }
    }

    @Test
    void aClientThatHangsUpLeavesItsSessionToBeResumed() throws Exception {
        start(Kind.DISK);
        String session = beginUpload(REPO);
        try (Socket socket = new Socket("127.0.0.1", registry.port())) {
            String request = "PUT " + session + "?digest=" + Digest.ofBytes("half".getBytes(UTF_8))
                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nhalf";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        Digest half = Digest.ofBytes("half".getBytes(UTF_8));
        assertStatus(404, send("HEAD", "/v2/" + REPO + "/blobs/" + half));
        assertEquals("0-3", header(send("GET", session), "Range"));
        Digest whole = Digest.ofBytes("halfdone".getBytes(UTF_8));
        assertStatus(201, send("PUT", session + "?digest=" + whole, "done".getBytes(UTF_8)));
    }

    @Test
    void noThreadKeepsTheJvmAlive() throws Exception {
        start(Kind.MEMORY);
        assertStatus(200, send("GET", "/v2/"));
        List<Thread> ours = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("embedded-registry")
                        || t.getName().startsWith("HTTP-Dispatcher"))
                .toList();
        assertTrue(ours.size() >= 2, ours.toString());
        assertTrue(ours.stream().allMatch(Thread::isDaemon), ours.toString());
    }

    @Test
    void closingTwiceIsClosingOnce() {
        start(Kind.DISK);
        registry.close();
        registry.close();
    }
}
