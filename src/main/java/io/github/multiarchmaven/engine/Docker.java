package io.github.multiarchmaven.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.engine.DockerVersions.Server;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.program.Output;
import io.github.multiarchmaven.program.Program;
import io.github.multiarchmaven.program.ProgramException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Docker's client on this machine, asked and not told to do anything.
 *
 * @param program with the environment that says which daemon it speaks to
 */
public record Docker(Program program) {
    /** More than a daemon that wakes takes, and buildx's own limit of 20 seconds for a builder's state. */
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static final Pattern BUILDX = Pattern.compile("github\\.com/docker/buildx\\s+v?(\\S+)");
    private static final Pattern CLIENT = Pattern.compile("(?m)^Docker version ([^\\s,]+)");

    /** The client on the {@code PATH} of an environment. */
    public static Optional<Docker> find(Map<String, String> environment) {
        return Program.find("docker", environment).map(Docker::new);
    }

    /** Asks the client, the daemon and the plugin; what does not answer is left empty. */
    public DockerVersions versions() {
        Optional<Output> version = ask("version", "--format", "{{json .}}");
        JsonNode answer = version.map(Docker::json).orElseGet(Json::object);
        String client = answer.path("Client").path("Version").asText("");
        if (client.isEmpty()) {
            client = first(CLIENT, ask("--version")).orElse("");
        }
        // Docker writes ApiVersion.
        boolean podman = answer.path("Client").has("APIVersion");
        String server = answer.path("Server").path("Version").asText("");
        if (server.isEmpty() || podman) {
            String said = version.map(Output::errors).orElse("");
            return new DockerVersions(
                    client,
                    podman,
                    Optional.empty(),
                    said.isBlank() ? "it does not answer" : Said.line(said),
                    buildx());
        }
        return new DockerVersions(client, false, Optional.of(server(server)), "", buildx());
    }

    private Server server(String version) {
        JsonNode info = ask("info", "--format", "{{json .}}").map(Docker::json).orElseGet(Json::object);
        boolean containerd = false;
        for (JsonNode pair : info.path("DriverStatus")) {
            // Docker's documentation, "containerd image store with Docker Engine".
            containerd |= pair.path(0).asText().equals("driver-type")
                    && pair.path(1).asText().startsWith("io.containerd.snapshotter.");
        }
        boolean rootless = false;
        for (JsonNode option : info.path("SecurityOptions")) {
            rootless |= option.asText().startsWith("name=rootless");
        }
        List<String> insecure = new ArrayList<>();
        info.path("RegistryConfig").path("IndexConfigs").properties().forEach(entry -> {
            if (!entry.getValue().path("Secure").asBoolean(true)) {
                insecure.add(entry.getKey());
            }
        });
        return new Server(
                version,
                info.path("OperatingSystem").asText(""),
                // The kernel's word for the architecture, x86_64, becomes Go's.
                new Platform(
                                info.path("OSType").asText("unknown"),
                                info.path("Architecture").asText("unknown"),
                                "",
                                "")
                        .toString(),
                containerd,
                rootless,
                insecure);
    }

    private Optional<String> buildx() {
        return first(BUILDX, ask("buildx", "version"));
    }

    /** The address of the daemon, for example {@code unix:///var/run/docker.sock}; empty when the client cannot tell. */
    public String endpoint() {
        return ask("context", "inspect", "--format", "{{.Endpoints.docker.Host}}")
                .filter(Output::succeeded)
                .map(output -> Said.line(output.output()))
                .orElse("");
    }

    /** The builder that builds use whatever buildx lists as the current one; empty when the environment names none. */
    public Optional<String> chosenBuilder() {
        return Optional.ofNullable(program.environment().get("BUILDX_BUILDER")).filter(name -> !name.isEmpty());
    }

    /**
     * The builders of buildx, in its order; none without the plugin.
     *
     * @throws UncheckedIOException when there is no temporary folder to be had
     */
    public List<Builder> builders() {
        Path home = Path.of(program.environment().getOrDefault("HOME", System.getProperty("user.home")));
        if (Files.exists(BuilderFiles.folder(program.environment(), home))) {
            return listedBuilders();
        }
        // To be asked is enough for buildx to make its folder: it makes one that is deleted.
        try (TemporaryFolder folder = new TemporaryFolder()) {
            return new Docker(program.withEnvironment(
                            Map.of("BUILDX_CONFIG", folder.path().toString())))
                    .listedBuilders();
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary folder for buildx", e);
        }
    }

    private List<Builder> listedBuilders() {
        List<Builder> all = new ArrayList<>();
        Optional<String> chosen = chosenBuilder();
        for (Builder listed : Builder.parseList(ask("buildx", "ls")
                .filter(Output::succeeded)
                .map(Output::output)
                .orElse(""))) {
            boolean current = chosen.map(listed.name()::equals).orElse(listed.current());
            all.add(ask("buildx", "inspect", listed.name())
                    .filter(Output::succeeded)
                    .flatMap(output -> Builder.parseInspection(output.output(), current))
                    .orElse(new Builder(
                            listed.name(), listed.driver(), current, List.of(), "buildx tells nothing of it")));
        }
        return all;
    }

    /**
     * One builder of buildx.
     *
     * @param name null for the current one
     * @return empty when there is none of that name, or without the plugin
     */
    public Optional<Builder> builder(String name) {
        return (name == null ? ask("buildx", "inspect") : ask("buildx", "inspect", name))
                .filter(Output::succeeded)
                .flatMap(output -> Builder.parseInspection(output.output(), name == null));
    }

    /** Empty when it could not be run to its end. */
    private Optional<Output> ask(String... arguments) {
        try {
            // Whatever this machine's language: its words are read here.
            return Optional.of(program.withEnvironment(Map.of("LC_ALL", "C"))
                    .with(arguments)
                    .run(LIMIT));
        } catch (ProgramException e) {
            return Optional.empty();
        }
    }

    /** Of a failure too: {@code docker version} shows its client, and fails, when there is no daemon. */
    private static JsonNode json(Output output) {
        try {
            return Json.parseObject(output.output().strip().getBytes(StandardCharsets.UTF_8), "Docker's answer");
        } catch (ImageException e) {
            return Json.object();
        }
    }

    private static Optional<String> first(Pattern pattern, Optional<Output> output) {
        return output.filter(Output::succeeded)
                .map(said -> pattern.matcher(said.output()))
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }
}
