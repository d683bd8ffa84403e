package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import io.github.multiarchmaven.server.LoggedRequest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The registry that a project of {@code src/it} talks to: started by its {@code prebuild.groovy}, filled with a tiny base
 * image {@code base/java:17} (amd64 and arm64) and {@code base/amd64-only:17}, asked and closed by its {@code verify.groovy}.
 *
 * <p>Its address reaches the project as the system property {@code it.registry}.
 */
public final class InvokerRegistry implements AutoCloseable {
    private static final String KEY = "registry";

    private final EmbeddedRegistry server = EmbeddedRegistry.inMemory();
    private final RegistryClient client = new RegistryClient(RegistryOptions.defaults());

    private InvokerRegistry() {}

    /** For {@code prebuild.groovy}: {@code InvokerRegistry.start(basedir, context)}. */
    public static InvokerRegistry start(File basedir, Map<Object, Object> context) throws IOException {
        return start(basedir, context, Map.of());
    }

    /** @param properties more system properties for the project */
    public static InvokerRegistry start(File basedir, Map<Object, Object> context, Map<String, String> properties)
            throws IOException {
        InvokerRegistry registry = new InvokerRegistry();
        TinyImage.putIndex(
                registry.repository("base/java"), "17", 20_000, Platform.linuxAmd64(), Platform.linuxArm64());
        TinyImage.putImage(registry.repository("base/amd64-only"), "17", Platform.linuxAmd64(), 100, config -> {});
        Properties system = new Properties();
        system.setProperty("it.registry", registry.host());
        system.setProperty("multiarch.cacheDirectory", new File(basedir, "cache").getPath());
        properties.forEach(system::setProperty);
        StringWriter text = new StringWriter();
        system.store(text, null);
        Files.writeString(basedir.toPath().resolve("test.properties"), text.toString());
        context.put(KEY, registry);
        return registry;
    }

    /** For {@code verify.groovy}. */
    public static InvokerRegistry of(Map<Object, Object> context) {
        return (InvokerRegistry) context.get(KEY);
    }

    public String host() {
        return server.host();
    }

    public Repository repository(String name) {
        return client.repository(Reference.parse(host() + "/" + name));
    }

    public Manifest manifest(String repository, String tag) {
        return repository(repository).manifest(tag);
    }

    /** The image of one platform of an index. */
    public Manifest child(String repository, String tag, String platform) {
        Manifest index = manifest(repository, tag);
        return manifest(
                repository,
                io.github.multiarchmaven.image.Indexes.select(index.children(), Platform.parse(platform))
                        .digest()
                        .toString());
    }

    /** The configuration of one platform of an index. */
    public JsonNode config(String repository, String tag, String platform) throws IOException {
        Manifest child = child(repository, tag, platform);
        try (InputStream in = repository(repository).openBlob(child.config())) {
            return Json.parseObject(in.readAllBytes(), "the configuration");
        }
    }

    /** The paths of the files in one platform's layers that came after the base's, in layer order. */
    public List<String> files(String repository, String tag, String platform) throws IOException {
        List<String> files = new java.util.ArrayList<>();
        Manifest child = child(repository, tag, platform);
        for (var layer : child.layers().subList(1, child.layers().size())) {
            try (var tar = new org.apache.commons.compress.archivers.tar.TarArchiveInputStream(
                    new java.util.zip.GZIPInputStream(repository(repository).openBlob(layer)))) {
                for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (!entry.isDirectory()) {
                        files.add("/" + entry.getName() + " " + Integer.toOctalString(entry.getMode() & 07777));
                    }
                }
            }
        }
        return files;
    }

    public List<LoggedRequest> requests() {
        return server.requests();
    }

    /** Requests that write: uploads, manifests, tags. */
    public long writes() {
        return requests().stream()
                .filter(r -> !List.of("GET", "HEAD").contains(r.method()))
                .count();
    }

    /** The log of a project's run. */
    public static String log(File basedir) throws IOException {
        return Files.readString(basedir.toPath().resolve("build.log"));
    }

    /** Fails unless the log matches, and shows what was looked for. */
    public static Matcher mustSay(File basedir, String regex) throws IOException {
        Matcher matcher = Pattern.compile(regex).matcher(log(basedir));
        if (!matcher.find()) {
            throw new AssertionError("build.log lacks: " + regex);
        }
        return matcher;
    }

    public static void must(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    public static void mustEqual(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected: " + expected + "\n but was: " + actual);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
