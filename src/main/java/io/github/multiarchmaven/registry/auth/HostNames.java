package io.github.multiarchmaven.registry.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names one registry goes by in configuration files. */
public final class HostNames {
    private static final Set<String> DOCKER_HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    private HostNames() {}

    /** The host with its port, then without; for Docker Hub its three names. */
    public static List<String> candidates(String registryHost) {
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

    /**
     * A key of {@code auths} as {@code host[:port][/path]}. Old versions of Docker wrote URLs, whose {@code /v1/} or {@code /v2/} is
     * the API's; any other path is that of a repository, or the beginning of one (containers-auth.json(5)).
     */
    static String ofKey(String key) {
        String name = key;
        int scheme = name.indexOf("://");
        if (scheme >= 0) {
            name = name.substring(scheme + 3).replaceFirst("/v[12]/?$", "");
        }
        name = name.replaceFirst("/+$", "");
        int slash = name.indexOf('/');
        String host = (slash < 0 ? name : name.substring(0, slash)).toLowerCase(Locale.ROOT);
        return (DOCKER_HUB.contains(host) ? "docker.io" : host) + (slash < 0 ? "" : name.substring(slash));
    }

    /** The names under which a login may stand that is good for a repository: the longest first, the registry last. */
    static List<String> prefixes(String registryHost, String repository) {
        List<String> prefixes = new ArrayList<>();
        String name = ofKey(registryHost) + (repository.isEmpty() ? "" : "/" + repository);
        while (true) {
            prefixes.add(name);
            int slash = name.lastIndexOf('/');
            if (slash < 0) {
                return prefixes;
            }
            name = name.substring(0, slash);
        }
    }
}
