package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an engine is given, the same for all platforms.
 *
 * @param context the folder that {@code COPY} sees
 * @param dockerfile in the context or not
 * @param target the stage to build; null for the last
 * @param buildArgs values of {@code ARG}
 * @param labels of the image's configuration
 * @param ssh agents and keys: {@code default}, {@code id=path}
 * @param network of {@code RUN}: {@code default}, {@code none} or {@code host}; null for the engine's own choice
 * @param noCache whether each step is run again
 * @param pull whether base images are asked for again, though the engine has them
 * @param created time of the image and, where the engine can, of its files; null for the time of the build
 * @param engineOptions handed to the engine's build command as they are
 */
public record BuildSource(
        Path context,
        Path dockerfile,
        String target,
        Map<String, String> buildArgs,
        Map<String, String> labels,
        List<Secret> secrets,
        List<String> ssh,
        String network,
        boolean noCache,
        boolean pull,
        Instant created,
        List<String> engineOptions) {
    private static final List<String> NETWORKS = List.of("default", "none", "host");

    /** @throws InvalidInputException when the folder or the Dockerfile is not there, or the network is not one of the three */
    public BuildSource {
        buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        secrets = List.copyOf(secrets);
        ssh = List.copyOf(ssh);
        engineOptions = List.copyOf(engineOptions);
        if (!Files.isDirectory(context)) {
            throw new InvalidInputException("The parameter contextDirectory is " + context
                    + ", which is not a folder. Name the folder that the Dockerfile copies from.");
        }
        if (!Files.isRegularFile(dockerfile)) {
            throw new InvalidInputException("There is no Dockerfile " + dockerfile
                    + ". Write it, or name another in the parameter dockerfile (multiarch.dockerfile).");
        }
        if (network != null && !NETWORKS.contains(network)) {
            throw new InvalidInputException(
                    "The parameter network is '" + network + "'. Use one of " + String.join(", ", NETWORKS) + ".");
        }
    }

    /** What Docker's and Buildah's clients take by the same options: secrets, agents, network, and no cache. */
    List<String> stepOptions() {
        List<String> all = new ArrayList<>();
        secrets.forEach(secret -> all.addAll(List.of("--secret", secret.option())));
        ssh.forEach(agent -> all.addAll(List.of("--ssh", agent)));
        if (hasNetwork()) {
            all.addAll(List.of("--network", network));
        }
        if (noCache) {
            all.add("--no-cache");
        }
        return all;
    }

    /** Without the engine's own choice. */
    boolean hasNetwork() {
        return network != null && !network.equals("default");
    }
}
