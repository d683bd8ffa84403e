package io.github.multiarchmaven.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.JavaContainerBuilder;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.server.EmbeddedRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same application on the same base through an ordinary jib build against a registry: layers have the same digests, the
 * configurations are equal but for the fields that jib drops.
 */
class JibOracleTest {
    private static final List<io.github.multiarchmaven.image.Platform> PLATFORMS = List.of(
            io.github.multiarchmaven.image.Platform.linuxAmd64(), io.github.multiarchmaven.image.Platform.linuxArm64());

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void layersAndConfigEqualThoseOfAnOrdinaryJibBuild() throws Exception {
        JavaApp sample = SampleApp.write(folder);
        List<Dependency> dependencies = new ArrayList<>(sample.dependencies());
        dependencies.add(SampleApp.dependency(folder, "repo/same-name/lib-1.0.jar", Dependency.Kind.RELEASE));
        JavaApp app = JavaApp.of(sample.classesDirectory(), dependencies);
        AssembleResult ours = assemble(app);
        ImageLayout layout = ImageLayout.open(folder.resolve("layout"));

        try (EmbeddedRegistry registry = EmbeddedRegistry.inMemory();
                PlainHttpFront front = new PlainHttpFront(registry.port())) {
            String root = "http://" + registry.host() + "/v2/";
            pushBase(root + "base/");
            runJib(front.host(), app);
            Manifest jibIndex = manifest(root + "app/manifests/1");
            for (PlatformResult platform : ours.platforms()) {
                Descriptor child = Indexes.select(jibIndex.children(), platform.platform());
                Manifest jib = manifest(root + "app/manifests/" + child.digest());
                Manifest our = layout.manifest(platform.manifest().digest().toString());

                assertEquals(
                        jib.layers().stream().map(Descriptor::digest).toList(),
                        our.layers().stream().map(Descriptor::digest).toList());
                ObjectNode jibConfig = Json.parseObject(
                        get(root + "app/blobs/" + jib.config().digest()).body(), "jib's config");
                try (InputStream in = layout.openBlob(platform.config())) {
                    compare(jibConfig, Json.parseObject(in.readAllBytes(), "our config"));
                }
            }
        }
    }

    private AssembleResult assemble(JavaApp app) {
        JavaContent content = JavaApplication.contentOf(app);
        ContainerSettings settings = new ContainerSettings(
                content.entrypoint(),
                List.of("--serve"),
                Map.of("LANG", "de", "NEW", "x"),
                List.of("8080", "9000-9002/udp"),
                List.of("/cache"),
                Map.of("team", "app"),
                "2000",
                "/app",
                null,
                null);
        return new Assembler()
                .assemble(new AssembleRequest(
                        folder.resolve("layout"),
                        "1",
                        PLATFORMS.stream()
                                .map(platform -> new PlatformRequest(
                                        platform, SampleBase.of(platform).image(), settings, content.layers()))
                                .toList(),
                        folder.resolve("cache"),
                        2));
    }

    private void runJib(String host, JavaApp app) throws Exception {
        Predicate<Path> isClass = path -> path.toString().endsWith(".class");
        Set<Platform> platforms = new LinkedHashSet<>();
        PLATFORMS.forEach(platform -> platforms.add(new Platform(platform.architecture(), platform.os())));
        JavaContainerBuilder.from(RegistryImage.named(host + "/base:17"))
                .addResources(app.classesDirectory(), isClass.negate())
                .addClasses(app.classesDirectory(), isClass)
                .addDependencies(files(app, Dependency.Kind.RELEASE))
                .addSnapshotDependencies(files(app, Dependency.Kind.SNAPSHOT))
                .addProjectDependencies(files(app, Dependency.Kind.PROJECT))
                .setMainClass(SampleApp.MAIN_CLASS)
                .toContainerBuilder()
                .setPlatforms(platforms)
                .setProgramArguments("--serve")
                .setEnvironment(Map.of("LANG", "de", "NEW", "x"))
                .setExposedPorts(Ports.parse(List.of("8080", "9000-9002/udp")))
                .setVolumes(AbsoluteUnixPath.get("/cache"))
                .addLabel("team", "app")
                .setUser("2000")
                .setWorkingDirectory(AbsoluteUnixPath.get("/app"))
                .containerize(Containerizer.to(RegistryImage.named(host + "/app:1"))
                        .setAllowInsecureRegistries(true)
                        .setBaseImageLayersCache(folder.resolve("jib-base"))
                        .setApplicationLayersCache(folder.resolve("jib-app")));
    }

    private static List<Path> files(JavaApp app, Dependency.Kind kind) {
        return app.dependencies().stream()
                .filter(dependency -> dependency.kind() == kind)
                .map(Dependency::file)
                .toList();
    }

    private static void compare(ObjectNode jib, ObjectNode ours) {
        // What jib drops has to be there.
        assertEquals("base team", ours.remove("author").asText());
        assertEquals("kept", ours.remove("x.top").asText());
        ObjectNode run = (ObjectNode) ours.get("config");
        assertEquals("SIGQUIT", run.remove("StopSignal").asText());
        assertTrue(run.remove("Shell").isArray());
        assertTrue(run.remove("X-Unknown").isObject());
        assertTrue(((ObjectNode) run.get("Healthcheck")).remove("StartInterval").isNumber());
        // jib keeps variables in no order, and calls itself the author of its layers.
        assertEquals(created(jib), created(ours));
        jib.remove("history");
        ours.remove("history");
        sort((ObjectNode) jib.get("config"));
        sort(run);

        assertEquals(jib, ours);
    }

    private static List<String> created(ObjectNode config) {
        List<String> times = new ArrayList<>();
        config.path("history")
                .forEach(entry -> times.add(entry.path("created").asText()
                        + entry.path("empty_layer").asBoolean()));
        return times;
    }

    private static void sort(ObjectNode run) {
        TreeSet<String> sorted = new TreeSet<>();
        for (JsonNode line : run.path("Env")) {
            sorted.add(line.asText());
        }
        ArrayNode array = run.putArray("Env");
        sorted.forEach(array::add);
    }

    private void pushBase(String repository) throws IOException, InterruptedException {
        List<Descriptor> children = new ArrayList<>();
        for (var platform : PLATFORMS) {
            // jib fails on this field of a health check.
            SampleBase base =
                    SampleBase.of(platform, MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_GZIP, config -> ((ObjectNode)
                                    config.at("/config/Healthcheck"))
                            .remove("StartInterval"));
            pushBlob(repository, base.layerDescriptor(), base.layer());
            pushBlob(repository, base.manifest().config(), base.config());
            pushManifest(repository, base.manifest(), base.manifest().digest().toString());
            children.add(base.manifest().descriptor().withPlatform(platform));
        }
        pushManifest(repository, Indexes.compose(children, Map.of()), "17");
    }

    private void pushBlob(String repository, Descriptor blob, byte[] bytes) throws IOException, InterruptedException {
        URI uri = URI.create(repository + "blobs/uploads/?digest=" + blob.digest());
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .header("Content-Type", "application/octet-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(201, answer.statusCode());
    }

    private void pushManifest(String repository, Manifest manifest, String tag)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(repository + "manifests/" + tag))
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest.bytes()))
                        .header("Content-Type", manifest.mediaType())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(201, answer.statusCode());
    }

    private Manifest manifest(String url) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(url);
        return Manifest.parse(
                answer.body(), answer.headers().firstValue("Content-Type").orElseThrow());
    }

    private HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        MediaTypes.MANIFESTS.forEach(type -> request.header("Accept", type));
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode());
        return answer;
    }
}
