package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.engine.Builder;
import io.github.multiarchmaven.engine.BuilderFiles;
import io.github.multiarchmaven.engine.DockerVersions.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether Docker and its builder trust the authorities that this plugin is told to trust: they do not read its configuration. Only
 * authorities count that vouch for a registry in use, or that may, when the registry was not asked.
 */
final class TrustCheck {
    /** Where Go looks for the system's authorities on Linux, in its order (crypto/x509, root_linux.go). */
    private static final List<String> SYSTEM_BUNDLES = List.of(
            "etc/ssl/certs/ca-certificates.crt",
            "etc/pki/tls/certs/ca-bundle.crt",
            "etc/ssl/ca-bundle.pem",
            "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "etc/ssl/cert.pem");

    private final Machine machine;
    private final Server server;
    private final Level worst;
    private final Map<String, Map<X509Certificate, Path>> needed = new LinkedHashMap<>();

    TrustCheck(Machine machine, Server server, Level worst) {
        this.machine = machine;
        this.server = server;
        this.worst = worst;
        Map<X509Certificate, Path> all = Authorities.in(machine.authorities());
        machine.registries().forEach((host, shown) -> {
            Map<X509Certificate, Path> vouching = new LinkedHashMap<>(all);
            vouching.keySet().removeIf(authority -> !shown.isEmpty() && !Authorities.vouches(authority, shown));
            if (!vouching.isEmpty() && !isUnchecked(host)) {
                needed.put(host, vouching);
            }
        });
    }

    /** Docker does not check certificates of this machine's own addresses (dockerd, "Insecure registries"). */
    private boolean isUnchecked(String host) {
        return server.insecureRegistries().contains(host) || host.matches("(localhost|127\\..*|\\[::1])(:\\d+)?");
    }

    /** The daemon's, whose files are on this machine: it pulls and pushes, and builds with the driver {@code docker}. */
    List<Finding> client() {
        Notes notes = new Notes("docker", worst);
        needed.forEach((host, authorities) -> {
            String check = "CA of " + host;
            List<Path> folders = certsDirectories(host);
            Set<X509Certificate> trusted =
                    new LinkedHashSet<>(Authorities.in(folders).keySet());
            SYSTEM_BUNDLES.forEach(
                    file -> trusted.addAll(Authorities.in(machine.root().resolve(file))));
            if (authorities.keySet().stream().anyMatch(trusted::contains)) {
                notes.ok(check, "trusted by the daemon");
            } else {
                Path file = authorities.values().iterator().next();
                String folder = "/" + machine.root().relativize(folders.get(0));
                String sudo = server.rootless() ? "" : "sudo ";
                notes.warn(
                        check,
                        "the daemon does not trust the authority in " + file,
                        sudo + "mkdir -p " + folder + " && " + sudo + "cp " + file + " " + folder + "/ca.crt");
            }
        });
        return notes.findings();
    }

    /** Docker Desktop copies those of the user's folder into its virtual machine. */
    private List<Path> certsDirectories(String host) {
        Path system = machine.root().resolve("etc/docker/certs.d").resolve(host);
        Path user = machine.home().resolve(".config/docker/certs.d").resolve(host);
        Path desktop = machine.home().resolve(".docker/certs.d").resolve(host);
        if (server.operatingSystem().equals("Docker Desktop")) {
            return List.of(desktop);
        }
        return List.of(server.rootless() ? user : system);
    }

    /** The builder's own, when it is none of the daemon's. */
    List<Finding> builder(Builder builder, List<Builder> all) {
        Notes notes = new Notes("builder", worst);
        if (needed.isEmpty() || builder.driver().equals("docker")) {
            return notes.findings();
        }
        List<Map<String, byte[]>> nodes = BuilderFiles.of(builder.name(), machine.environment(), machine.home());
        Map<String, Path> missing = missing(nodes);
        needed.keySet().forEach(host -> {
            String check = "CA of " + host;
            if (nodes.isEmpty()
                    || builder.driver().equals("remote")
                    || builder.driver().equals("cloud")) {
                notes.info(check, "it cannot be told from here: " + builder.name() + " runs elsewhere");
            } else if (missing.containsKey(host)) {
                notes.warn(
                        check,
                        builder.name() + " was made without the authority in " + missing.get(host),
                        BuilderRepair.command(all, List.copyOf(missing.entrySet())));
            } else {
                notes.ok(check, builder.name() + " was made with it");
            }
        });
        return notes.findings();
    }

    /** Registries whose authority a builder has to be given, each with a file of it. */
    Map<String, Path> missing(List<Map<String, byte[]>> nodes) {
        Map<String, Path> missing = new LinkedHashMap<>();
        needed.forEach((host, authorities) -> {
            boolean everywhere = !nodes.isEmpty()
                    && nodes.stream().allMatch(files -> isUnchecked(host, files) || has(host, authorities, files));
            if (!everywhere) {
                missing.put(host, authorities.values().iterator().next());
            }
        });
        return missing;
    }

    /** buildx puts them into {@code certs/<host>}, characters of a path and a port aside (buildx, util/confutil). */
    private static boolean has(String host, Map<X509Certificate, Path> authorities, Map<String, byte[]> files) {
        String folder = "certs/" + host.replaceAll("[^a-zA-Z0-9.-]+", "_") + "/";
        List<X509Certificate> given = new ArrayList<>();
        files.forEach((path, content) -> {
            if (path.startsWith(folder)) {
                given.addAll(Authorities.in(content));
            }
        });
        return authorities.keySet().stream().anyMatch(given::contains);
    }

    /** Whether {@code buildkitd.toml} says {@code http = true} or {@code insecure = true} in the table of that registry. */
    private static boolean isUnchecked(String host, Map<String, byte[]> files) {
        String toml = new String(
                Optional.ofNullable(files.get("buildkitd.toml")).orElse(new byte[0]), StandardCharsets.UTF_8);
        boolean inTable = false;
        for (String line : toml.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                inTable = line.replace('\'', '"').equals("[registry.\"" + host + "\"]");
            } else if (inTable && line.matches("(http|insecure)\\s*=\\s*true\\b.*")) {
                return true;
            }
        }
        return false;
    }
}
