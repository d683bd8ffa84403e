package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@code registries.conf} for Buildah (containers-registries.conf(5), version 2): the machine's own, with mirrors and registries
 * without TLS added.
 */
final class RegistriesConf {
    static final String VARIABLE = "CONTAINERS_REGISTRIES_CONF";

    private RegistriesConf() {}

    /** What is added; empty when nothing has to be. */
    static String additions(RegistryAccess registries, Set<String> used) {
        StringBuilder toml = new StringBuilder();
        Map<String, RegistryAccess.Host> hosts = registries.hosts(used);
        hosts.forEach((name, host) -> {
            if (host.mirrors().isEmpty() && !isInsecure(host)) {
                return;
            }
            toml.append("\n[[registry]]\nlocation = ").append(BuildkitdConfig.string(name));
            toml.append(isInsecure(host) ? "\ninsecure = true\n" : "\n");
            for (String mirror : host.mirrors()) {
                toml.append("[[registry.mirror]]\nlocation = ").append(BuildkitdConfig.string(mirror));
                RegistryAccess.Host place = hosts.get(mirror.split("/", 2)[0]);
                toml.append(isInsecure(place) ? "\ninsecure = true\n" : "\n");
            }
        });
        return toml.toString();
    }

    /** Its word for both: certificates are not checked, and plain HTTP is spoken where there is no TLS. */
    private static boolean isInsecure(RegistryAccess.Host host) {
        return host.plainHttp() || host.insecure() || host.loopback() && !host.tls();
    }

    /** The machine's own file, as Buildah would find it; empty when there is none. */
    static String ofMachine(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        List<String> places = List.of(
                environment.getOrDefault(VARIABLE, ""),
                home.isEmpty() ? "" : home + "/.config/containers/registries.conf",
                "/etc/containers/registries.conf");
        for (String place : places) {
            if (!place.isEmpty() && Files.isReadable(Path.of(place))) {
                try {
                    return Files.readString(Path.of(place));
                } catch (IOException e) {
                    throw new ImageException(false, "Reading " + place + " failed: " + e + ".", e);
                }
            }
        }
        return "";
    }
}
