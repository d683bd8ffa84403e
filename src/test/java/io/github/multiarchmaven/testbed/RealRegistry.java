package io.github.multiarchmaven.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CNCF registry ({@code docker-registry} of Debian) as a process of its own on 127.0.0.1 and a free port, storing
 * into a temporary folder that {@link #close} deletes.
 */
public final class RealRegistry implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // Apache's combined format, written to standard output: 127.0.0.1 - - [date] "GET /v2/ HTTP/1.1" 200 2 "" "agent"
    private static final Pattern ACCESS =
            Pattern.compile("^\\S+ \\S+ \\S+ \\[[^\\]]*] \"([A-Z]+) (\\S+) HTTP/[0-9.]+\" (\\d{3}) .*");
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final String MARK = "/v2/?access-log-mark=";
    /** Names in its certificate that no DNS knows: for clients behind a {@link TunnelProxy}. */
    public static final List<String> NAMES = List.of("trusted.test", "untrusted.test");

    private static final Function<Path, String> NOTHING = folder -> "";

    private final Path folder;
    private final Process process;
    private final Thread stopAtExit;
    private final HttpClient http;
    private final boolean tls;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final List<Access> accesses = new ArrayList<>();
    private final StringBuilder errors = new StringBuilder();
    private final AtomicInteger marks = new AtomicInteger();

    /**
     * How it speaks TLS.
     *
     * @param authority issues its certificate, for 127.0.0.1, localhost and {@link #NAMES}
     * @param clients issues the certificates that clients have to show; null when none has to
     */
    public record Tls(TestAuthority authority, TestAuthority clients) {}

    private RealRegistry(Path folder, Command command, Tls tls) throws IOException {
        this.folder = folder;
        this.tls = tls != null;
        this.http = tls == null
                ? HttpClient.newHttpClient()
                : HttpClient.newBuilder()
                        .sslContext(tls.authority().trusted(tls.clients()))
                        .build();
        ProcessBuilder builder = command.builder();
        // It takes variables of this prefix for settings that win over its file.
        builder.environment().keySet().removeIf(name -> name.startsWith("REGISTRY_"));
        this.process = builder.start();
        this.stopAtExit = new Thread(process::destroyForcibly, "stop-real-registry");
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        follow(process.inputReader(StandardCharsets.UTF_8), this::readAccess);
        follow(process.errorReader(StandardCharsets.UTF_8), this::readMessage);
    }

    /** One request as the registry logged it when it had answered. */
    public record Access(String method, String pathAndQuery, int status) {}

    /** A registry that lets everyone do everything. */
    public static RealRegistry start() throws Unavailable {
        return start(TestbedFolder.ofBuild(), null, null, null, NOTHING);
    }

    /** A registry with Basic authentication by an {@code htpasswd} file with one user. */
    public static RealRegistry startWithLogin(String user, String password) throws Unavailable {
        return start(TestbedFolder.ofBuild(), user, password, null, NOTHING);
    }

    /**
     * A registry that speaks TLS.
     *
     * @param user null for one without a login
     */
    public static RealRegistry startWithTls(Tls tls, String user, String password) throws Unavailable {
        return start(TestbedFolder.ofBuild(), user, password, tls, NOTHING);
    }

    /** A registry that is a pull-through cache of another without TLS and login, and read-only as such. */
    public static RealRegistry startAsCacheOf(RealRegistry origin) throws Unavailable {
        String section = "proxy:\n  remoteurl: http://" + origin.host() + "\n";
        return start(TestbedFolder.ofBuild(), null, null, null, ignored -> section);
    }

    /** A registry that sends its users to the token server. */
    public static RealRegistry startWithTokens(TokenServer tokens) throws Unavailable {
        return startWithTokens(tokens, null);
    }

    /** As {@link #startWithTokens(TokenServer)}, with TLS of its own. */
    public static RealRegistry startWithTokens(TokenServer tokens, Tls tls) throws Unavailable {
        return start(TestbedFolder.ofBuild(), null, null, tls, tokens::section);
    }

    /** @param section of its configuration, beside the usual ones; it may have files in the registry's folder */
    private static RealRegistry start(
            TestbedFolder testbed, String user, String password, Tls tls, Function<Path, String> section)
            throws Unavailable {
        UnpackedPackages packages = DebianPackages.ofHost(testbed).unpack("docker-registry");
        String login = user == null ? null : htpasswd(testbed, user, password);
        try {
            Path folder = Files.createTempDirectory("real-registry");
            Path configuration = folder.resolve("config.yml");
            Files.writeString(configuration, yaml(folder, login, tls) + section.apply(folder));
            RealRegistry registry = new RealRegistry(
                    folder, packages.command("usr/bin/docker-registry").with("serve", configuration.toString()), tls);
            try {
                registry.awaitReady();
                return registry;
            } catch (RuntimeException e) {
                registry.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Starting docker-registry: " + e.getMessage(), e);
        }
    }

    private static String htpasswd(TestbedFolder testbed, String user, String password) throws Unavailable {
        // The registry accepts bcrypt only. Cost 4 is the least there is: nothing here is worth slow tests.
        return DebianPackages.ofHost(testbed)
                .unpack("apache2-utils")
                .command("usr/bin/htpasswd")
                .with("-nbB", "-C", "4", user, password)
                .output()
                .strip();
    }

    private static String yaml(Path folder, String login, Tls tls) throws IOException {
        String auth = "";
        if (login != null) {
            Path file = folder.resolve("htpasswd");
            Files.writeString(file, login + "\n");
            auth =
                    """
                    auth:
                      htpasswd:
                        realm: testbed
                        path: '%s'
                    """
                            .formatted(file);
        }
        return """
                version: 0.1
                log:
                  level: info
                  formatter: text
                  accesslog:
                    disabled: false
                storage:
                  filesystem:
                    rootdirectory: '%s'
                  delete:
                    enabled: true
                  maintenance:
                    uploadpurging:
                      enabled: false
                http:
                  addr: 127.0.0.1:0
                  secret: only-for-tests
                """
                        .formatted(folder.resolve("storage"))
                + (tls == null ? "" : yaml(folder, tls))
                + auth;
    }

    /** The last part of the section {@code http}. */
    private static String yaml(Path folder, Tls tls) {
        tls.authority()
                .issue("127.0.0.1", "localhost", NAMES.get(0), NAMES.get(1))
                .write(folder, "server.crt", "server.key");
        String serving = "  tls:\n    certificate: '%1$s/server.crt'\n    key: '%1$s/server.key'\n".formatted(folder);
        if (tls.clients() == null) {
            return serving;
        }
        return serving + "    clientcas: ['" + tls.clients().write(folder.resolve("clients.crt")) + "']\n";
    }

    public int port() {
        return port.join();
    }

    /** {@code 127.0.0.1:PORT}, as in a reference. */
    public String host() {
        return "127.0.0.1:" + port();
    }

    /**
     * All requests up to now, in the order they were answered.
     *
     * <p>The log reaches this process some time after an answer, so a request that marks the log is made first and waited for.
     */
    public List<Access> accesses() {
        String mark = MARK + marks.incrementAndGet();
        // Not under the lock: the registry answers only while its log is read.
        get(mark);
        synchronized (accesses) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (accesses.stream().noneMatch(access -> access.pathAndQuery().equals(mark))) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new IllegalStateException("docker-registry did not log a request within " + PATIENCE);
                }
                try {
                    accesses.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("Interrupted while reading an access log", e);
                }
            }
            return accesses.stream()
                    .filter(access -> !access.pathAndQuery().startsWith(MARK))
                    .toList();
        }
    }

    /** What it wrote besides the access log, for the messages of failing tests. */
    public String messages() {
        synchronized (errors) {
            return errors.toString();
        }
    }

    @Override
    public void close() {
        Daemon.end(process, stopAtExit, process::destroy, 5, folder);
    }

    private void awaitReady() {
        try {
            port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("docker-registry did not start: " + messages(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while docker-registry started", e);
        }
        // It listens already: the connection waits in the queue until the registry accepts it.
        int status = get(MARK + "ready");
        if (status != 200 && status != 401) {
            throw new IllegalStateException("docker-registry answered " + status + " to the ping: " + messages());
        }
    }

    private int get(String pathAndQuery) {
        try {
            URI uri = URI.create((tls ? "https://" : "http://") + host() + pathAndQuery);
            return http.send(
                            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException("docker-registry does not answer: " + messages(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking docker-registry", e);
        }
    }

    private void readAccess(String line) {
        Matcher matcher = ACCESS.matcher(line);
        if (matcher.matches()) {
            synchronized (accesses) {
                accesses.add(new Access(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3))));
                accesses.notifyAll();
            }
        }
    }

    private void readMessage(String line) {
        synchronized (errors) {
            errors.append(line).append('\n');
        }
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.find()) {
            port.complete(Integer.valueOf(matcher.group(1)));
        }
    }

    private void follow(BufferedReader reader, java.util.function.Consumer<String> consumer) {
        Thread thread = new Thread(
                () -> {
                    try (reader) {
                        reader.lines().forEach(consumer);
                    } catch (IOException | UncheckedIOException e) {
                        readMessage("(end of output: " + e.getMessage() + ")");
                    }
                    port.completeExceptionally(new IllegalStateException("It ended."));
                },
                "real-registry-output");
        thread.setDaemon(true);
        thread.start();
    }
}
