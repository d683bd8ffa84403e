package io.github.multiarchmaven.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A {@code buildkitd.toml} (BuildKit's documentation, {@code buildkitd.toml.md}) for a builder that is made here. buildx copies the
 * certificates that it names into the builder.
 *
 * @param toml the file's text
 * @param certificates that it names
 */
record BuildkitdConfig(String toml, List<Path> certificates) {
    /**
     * @param used registries that base images come from: certificates are trusted by host, and these hosts are the ones that need them
     */
    static BuildkitdConfig of(RegistryAccess registries, Set<String> used) {
        List<Path> certificates = registries.certificateFiles();
        StringBuilder toml = new StringBuilder();
        for (Map.Entry<String, RegistryAccess.Host> each :
                registries.hosts(used).entrySet()) {
            RegistryAccess.Host host = each.getValue();
            // It speaks plain HTTP to its own machine by itself.
            boolean tls = host.loopback() ? host.tls() : !host.plainHttp();
            boolean trusted = !certificates.isEmpty() && tls;
            if (host.mirrors().isEmpty() && !host.plainHttp() && !host.insecure() && !host.tls() && !trusted) {
                continue;
            }
            toml.append("[registry.").append(string(each.getKey())).append("]\n");
            if (!host.mirrors().isEmpty()) {
                toml.append("  mirrors = ").append(list(host.mirrors())).append('\n');
            }
            if (host.plainHttp()) {
                toml.append("  http = true\n");
            } else if (host.loopback() && host.tls()) {
                toml.append("  http = false\n");
            }
            if (host.insecure()) {
                toml.append("  insecure = true\n");
            }
            if (trusted) {
                toml.append("  ca = ")
                        .append(list(certificates.stream().map(Path::toString).toList()))
                        .append('\n');
            }
        }
        return new BuildkitdConfig(toml.toString(), certificates);
    }

    boolean isEmpty() {
        return toml.isEmpty();
    }

    /**
     * The name of a builder with this configuration: another configuration, or other certificates in the same files, make another
     * builder, as a builder's cannot be changed.
     *
     * @param driverOptions of the builder
     * @param daemon what else tells it from others: the context that stands for its daemon; empty for none
     */
    String builderName(List<String> driverOptions, String daemon) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(String.join("\n", driverOptions).getBytes(UTF_8));
        all.write(0);
        all.writeBytes(daemon.getBytes(UTF_8));
        all.write(0);
        String paths = toml;
        for (int i = 0; i < certificates.size(); i++) {
            // By content: the same certificate in another folder is the same configuration.
            paths = paths.replace(string(certificates.get(i).toString()), "certificate " + i);
            try {
                all.writeBytes(Files.readAllBytes(certificates.get(i)));
            } catch (IOException e) {
                throw new ImageException(
                        false, "Reading the certificate " + certificates.get(i) + " failed: " + e + ".", e);
            }
        }
        all.writeBytes(paths.getBytes(UTF_8));
        return "multiarch-" + Digest.ofBytes(all.toByteArray()).shortHex();
    }

    private static String list(List<String> texts) {
        return texts.stream().map(BuildkitdConfig::string).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A basic string of TOML 1.0. */
    static String string(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
