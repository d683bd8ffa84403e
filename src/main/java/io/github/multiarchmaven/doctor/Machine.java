package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.image.Platform;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be looked at on this machine, and what it is to be fit for.
 *
 * @param maven version that runs
 * @param java version that runs
 * @param folders that a build writes to, by what they are called; they need not be there yet
 * @param platforms that images are wanted for
 * @param needsEngine whether something is built by Docker or Buildah here; where nothing is, what they lack is told as information only
 * @param authorities PEM files of certificate authorities, or folders of them, that registries are trusted by
 * @param registries {@code host} or {@code host:port} of those that speak TLS, each with the certificates it showed; none when it was
 *     not asked
 * @param environment of this process
 * @param home the user's
 * @param root {@code /}, or a folder that stands for it where files of the system are read
 */
public record Machine(
        String maven,
        String java,
        Map<String, Path> folders,
        List<Platform> platforms,
        boolean needsEngine,
        List<Path> authorities,
        Map<String, List<X509Certificate>> registries,
        Map<String, String> environment,
        Path home,
        Path root) {
    public Machine {
        folders = new LinkedHashMap<>(folders);
        platforms = List.copyOf(platforms);
        authorities = List.copyOf(authorities);
        registries = new LinkedHashMap<>(registries);
        environment = Map.copyOf(environment);
    }
}
