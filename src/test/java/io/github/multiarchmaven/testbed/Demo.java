package io.github.multiarchmaven.testbed;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The README's first command around the example's own {@code mvn deploy}: a registry and a base image before, a run of the images after. */
public final class Demo {
    private static final Reference PUBLIC_BASE = Reference.parse("docker.io/library/eclipse-temurin:17-jre");
    private static final String IMAGE = "team/spring-boot-service";
    private static final String TAG = "1.0";
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private Demo() {}

    /** For {@code prebuild.groovy}. */
    public static void start(File basedir, Map<Object, Object> context) throws IOException {
        Path storage = Files.createDirectories(basedir.toPath().resolve("registry"));
        EmbeddedRegistry registry = EmbeddedRegistry.start(new InetSocketAddress("127.0.0.1", 0), storage, null);
        context.put("registry", registry);
        say("Embedded registry at " + registry.host());
        String base = base(registry);
        say("Base image: " + base);
        Properties properties = new Properties();
        properties.setProperty("demo.registry", registry.host());
        properties.setProperty("demo.base", base);
        properties.setProperty("multiarch.cacheDirectory", new File(basedir, "cache").getPath());
        properties.setProperty("image", registry.host() + "/" + IMAGE + ":" + TAG);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Files.writeString(basedir.toPath().resolve("test.properties"), text.toString());
    }

    private static String base(EmbeddedRegistry registry) {
        String given = System.getProperty("demo.base");
        if (given != null) {
            return given;
        }
        try (RegistryClient client =
                new RegistryClient(RegistryOptions.defaults().withConnectTimeout(Duration.ofSeconds(5)))) {
            if (client.repository(PUBLIC_BASE)
                    .resolve(PUBLIC_BASE.tagOrDigest())
                    .isPresent()) {
                return PUBLIC_BASE.toString();
            }
        } catch (ImageException e) {
            say("Docker Hub is out of reach; composing a base image of Debian's packages.");
        }
        try {
            ImageLayout layout = ImageLayout.open(DebianJavaBase.layout());
            Reference target = Reference.parse(registry.host() + "/base/java:" + DebianJavaBase.TAG);
            try (RegistryClient client = new RegistryClient(RegistryOptions.defaults());
                    Copier copier = new Copier(4, new BlobLocations())) {
                copier.copy(layout, DebianJavaBase.TAG, client.repository(target), List.of(target.tag()));
            }
            return target.toString();
        } catch (Unavailable e) {
            throw new IllegalStateException("No base image with a JRE can be had: Docker Hub does not answer, and "
                    + e.getMessage() + " Name one with -Ddemo.base=hub.example.com/base/java:17.");
        }
    }

    /** For {@code verify.groovy}: runs the image of each platform that this machine can run, and stops the registry. */
    public static void finish(File basedir, Map<Object, Object> context) throws Exception {
        try (EmbeddedRegistry registry = (EmbeddedRegistry) context.get("registry");
                RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            Reference image = Reference.parse(registry.host() + "/" + IMAGE + ":" + TAG);
            for (Platform platform : List.of(Platform.linuxAmd64(), Platform.linuxArm64())) {
                Optional<String> reason = Emulator.unavailableReason(platform);
                if (reason.isPresent()) {
                    say(platform + ": not run here. " + reason.get());
                    continue;
                }
                try (ImageFilesystem files = ImageFilesystem.unpack(client.repository(image), TAG, platform)) {
                    String answer = ask(files, platform);
                    say(platform + ": the image's service answers " + answer);
                    String expected = platform.architecture().equals("arm64") ? "aarch64" : "amd64";
                    if (!answer.startsWith("os.arch=" + expected + ",")) {
                        throw new AssertionError("expected os.arch=" + expected + ", got " + answer);
                    }
                }
            }
        }
    }

    private static String ask(ImageFilesystem files, Platform platform) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> environment = new HashMap<>(files.environment());
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        Process process = Emulator.start(files.root(), platform, files.command(), environment);
        StringBuffer log = new StringBuffer();
        Thread reader = new Thread(() -> copy(process, log));
        reader.setDaemon(true);
        reader.start();
        try {
            HttpClient http = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            long end = System.nanoTime() + START_LIMIT.toNanos();
            while (process.isAlive() && System.nanoTime() < end) {
                try {
                    return http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body();
                } catch (IOException notYet) {
                    TimeUnit.MILLISECONDS.sleep(200);
                }
            }
            throw new IllegalStateException(platform + ": the service did not start:\n" + log);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }

    private static void copy(Process process, StringBuffer log) {
        try {
            process.inputReader().lines().forEach(line -> log.append(line).append('\n'));
        } catch (UncheckedIOException e) {
            log.append("(the process was ended)");
        }
    }

    private static void say(String line) {
        System.out.println("[demo] " + line);
    }
}
