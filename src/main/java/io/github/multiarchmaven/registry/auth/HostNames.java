package io.github.multiarchmaven.registry.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names one registry goes by in configuration files. */
final class HostNames {
    private static final Set<String> DOCKER_HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    private HostNames() {}

    /** The host with its port, then without; for Docker Hub its three names. */
    static List<String> candidates(String registryHost) {
        String host = registryHost.toLowerCase(Locale.ROOT);
        if (DOCKER_HUB.contains(host)) {
            return List.of("docker.io", "index.docker.io", "registry-1.docker.io");
        }
        List<String> names = new ArrayList<>(List.of(host));
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) {
            names.add(host.substring(0, colon));
        }
        return names;
    }

    /** A key of {@code auths}, which may be a URL with a path as old versions of Docker wrote it, as {@code host[:port]}. */
    static String ofKey(String key) {
        String host = key.toLowerCase(Locale.ROOT);
        int scheme = host.indexOf("://");
        if (scheme >= 0) {
            host = host.substring(scheme + 3);
        }
        int slash = host.indexOf('/');
        if (slash >= 0) {
            host = host.substring(0, slash);
        }
        return DOCKER_HUB.contains(host) ? "docker.io" : host;
    }
}
