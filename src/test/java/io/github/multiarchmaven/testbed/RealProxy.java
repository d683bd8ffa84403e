package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An HTTP proxy ({@code tinyproxy} of Debian) on 127.0.0.1 and a free port, which asks for a login and writes down its requests. */
public final class RealProxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private final Process process;
    private final Thread stopAtExit;

    private RealProxy(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
        this.stopAtExit = new Thread(process::destroyForcibly, "stop-real-proxy");
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    public static RealProxy start(String user, String password) throws Unavailable {
        UnpackedPackages packages =
                DebianPackages.ofHost(TestbedFolder.ofBuild()).unpack("tinyproxy-bin");
        try {
            Path folder = Files.createTempDirectory("real-proxy");
            int port = freePort();
            Path configuration = Files.writeString(
                    folder.resolve("tinyproxy.conf"),
                    """
                    Port %d
                    Listen 127.0.0.1
                    Allow 127.0.0.1
                    BasicAuth %s %s
                    Timeout 60
                    LogFile "%s"
                    LogLevel Connect
                    """
                            .formatted(port, user, password, folder.resolve("log")));
            Process process = packages.command("usr/bin/tinyproxy")
                    .with("-d", "-c", configuration.toString())
                    .builder()
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            RealProxy proxy = new RealProxy(folder, port, process);
            try {
                proxy.awaitReady();
                return proxy;
            } catch (RuntimeException e) {
                proxy.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Starting tinyproxy: " + e.getMessage(), e);
        }
    }

    // It cannot say which port it took, so one is looked for that is free now.
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** Its log's lines with requests, as {@code Request (file descriptor 4): CONNECT 127.0.0.1:5000 HTTP/1.1}. */
    public List<String> requests() {
        try {
            return Files.readAllLines(folder.resolve("log")).stream()
                    .filter(line -> line.contains("Request ("))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
                return;
            } catch (ConnectException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "tinyproxy did not start: " + Files.readString(folder.resolve("output")), e);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while tinyproxy started", e);
            }
        }
    }

    @Override
    public void close() {
        Daemon.end(process, stopAtExit, process::destroy, 5, folder);
    }
}
