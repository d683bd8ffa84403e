package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.engine.Docker;
import io.github.multiarchmaven.engine.DockerVersions;
import io.github.multiarchmaven.engine.DockerVersions.Server;
import io.github.multiarchmaven.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Docker's client, daemon and buildx, and what else builds images here. */
final class DockerCheck {
    /** buildx is a plugin of the client, which has had plugins since 19.03 (Docker's release notes). */
    private static final int OLDEST_YEAR = 19;

    private static final int OLDEST_MONTH = 3;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);

    private final Map<String, String> environment;
    private final Optional<Docker> docker;
    private final InstallCommands commands;
    private final Notes notes;
    private final Optional<DockerVersions> versions;
    private final String endpoint;

    DockerCheck(Machine machine, InstallCommands commands, Level worst) {
        this.environment = machine.environment();
        this.docker = Docker.find(environment);
        this.commands = commands;
        // What builds without Docker makes it less of a need.
        boolean other = Program.find("buildah", environment).isPresent();
        this.notes = new Notes("docker", other && worst == Level.FAIL ? Level.WARN : worst);
        this.versions = docker.map(Docker::versions);
        this.endpoint = docker.map(Docker::endpoint).orElse("");
    }

    List<Finding> look() {
        if (versions.isEmpty()) {
            notes.fail("client", "there is no docker on the PATH", commands.docker());
        } else {
            look(versions.get());
        }
        others();
        return notes.findings();
    }

    private void look(DockerVersions found) {
        if (found.podman()) {
            notes.fail("client", "docker is Podman " + found.client() + ", which has no buildx", commands.docker());
            return;
        }
        client(found);
        server(found);
        buildx(found);
    }

    /** The client, when it, its daemon and buildx are there to be asked for builders. */
    Optional<Docker> withBuilders() {
        return versions.filter(v -> v.buildx().isPresent() && v.server().isPresent() && !isOld(v.client()))
                .flatMap(v -> docker);
    }

    Optional<Server> server() {
        return versions.flatMap(DockerVersions::server);
    }

    /** Whether the daemon runs on this machine, so that its files and its kernel are those seen here. */
    boolean isLocal() {
        return endpoint.isEmpty() || endpoint.startsWith("unix://") || endpoint.startsWith("npipe://");
    }

    private void client(DockerVersions found) {
        if (isOld(found.client())) {
            notes.fail("client", found.client() + " is too old: buildx needs 19.03 or newer", commands.docker());
        } else {
            notes.ok("client", found.client().isEmpty() ? "it does not tell its version" : found.client());
        }
    }

    private static boolean isOld(String client) {
        Matcher matcher = VERSION.matcher(client);
        if (!matcher.matches()) {
            return false;
        }
        int year = Integer.parseInt(matcher.group(1));
        return year < OLDEST_YEAR || year == OLDEST_YEAR && Integer.parseInt(matcher.group(2)) < OLDEST_MONTH;
    }

    private void server(DockerVersions found) {
        if (found.server().isPresent()) {
            Server server = found.server().get();
            notes.ok(
                    "server",
                    server.version() + ", " + server.platform() + ", "
                            + (server.containerdStore()
                                    ? "images in containerd's store"
                                    : "images in Docker's own store")
                            + (isLocal() ? "" : ", at " + endpoint));
        } else {
            notes.fail("server", "not reached: " + found.serverTrouble(), remedy(found));
        }
    }

    private String remedy(DockerVersions found) {
        if (found.isForbidden()) {
            return "sudo usermod -aG docker $USER && newgrp docker";
        }
        return isLocal() ? "sudo systemctl start docker" : "docker context use default";
    }

    private void buildx(DockerVersions found) {
        if (found.buildx().isPresent()) {
            notes.ok("buildx", found.buildx().get());
        } else if (!isOld(found.client())) {
            notes.fail("buildx", "the client has no plugin buildx", commands.buildx());
        }
    }

    private void others() {
        for (String name : List.of("buildah", "podman")) {
            Program.find(name, environment).ifPresent(program -> notes.info(name, program.file() + " is there"));
        }
    }
}
