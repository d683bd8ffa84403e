package io.github.multiarchmaven.registry.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom to trust, and as whom to appear. Hosts are {@code host} (any port) or {@code host:port}.
 *
 * @param caCertificates PEM files of authorities, or folders of them ({@code *.crt}, {@code *.pem}, {@code *.cer}); trusted by all
 *     hosts, and beside those of the JVM's trust store
 * @param certsDirectories folders as Docker's {@code certs.d}, each with a folder {@code host:port} in which {@code *.crt} are
 *     authorities and {@code NAME.cert} with {@code NAME.key} client certificates
 * @param clientCertificates by host
 * @param insecureHosts whose certificates are not checked
 * @param tlsHosts loopback registries that speak TLS; other hosts do unless told otherwise
 */
public record TlsOptions(
        List<Path> caCertificates,
        List<Path> certsDirectories,
        Map<String, ClientCertificate> clientCertificates,
        Set<String> insecureHosts,
        Set<String> tlsHosts) {

    public TlsOptions {
        caCertificates = List.copyOf(caCertificates);
        certsDirectories = List.copyOf(certsDirectories);
        clientCertificates = clientCertificates.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(e -> lower(e.getKey()), Map.Entry::getValue));
        insecureHosts = insecureHosts.stream().map(TlsOptions::lower).collect(Collectors.toUnmodifiableSet());
        tlsHosts = tlsHosts.stream().map(TlsOptions::lower).collect(Collectors.toUnmodifiableSet());
    }

    /** The JVM's trust store and nothing else. */
    public static TlsOptions defaults() {
        return new TlsOptions(List.of(), List.of(), Map.of(), Set.of(), Set.of());
    }

    /**
     * Where Docker and Podman keep certificates of registries: for all users of the machine, then for this one (rootless too).
     *
     * @param environment as {@link System#getenv()}
     * @param userHome where {@code HOME} is not set
     */
    public static List<Path> certsDirectoriesOf(Map<String, String> environment, Path userHome) {
        List<Path> folders =
                new ArrayList<>(List.of(Path.of("/etc/docker/certs.d"), Path.of("/etc/containers/certs.d")));
        String set = environment.getOrDefault("HOME", "");
        Path home = set.isEmpty() ? userHome : Path.of(set);
        folders.add(home.resolve(".docker/certs.d"));
        folders.add(home.resolve(".config/docker/certs.d"));
        folders.add(home.resolve(".config/containers/certs.d"));
        return List.copyOf(folders);
    }

    public TlsOptions withCaCertificates(List<Path> paths) {
        return new TlsOptions(paths, certsDirectories, clientCertificates, insecureHosts, tlsHosts);
    }

    public TlsOptions withCertsDirectories(List<Path> folders) {
        return new TlsOptions(caCertificates, folders, clientCertificates, insecureHosts, tlsHosts);
    }

    public TlsOptions withClientCertificates(Map<String, ClientCertificate> byHost) {
        return new TlsOptions(caCertificates, certsDirectories, byHost, insecureHosts, tlsHosts);
    }

    public TlsOptions withInsecureHosts(Set<String> hosts) {
        return new TlsOptions(caCertificates, certsDirectories, clientCertificates, hosts, tlsHosts);
    }

    public TlsOptions withTlsHosts(Set<String> hosts) {
        return new TlsOptions(caCertificates, certsDirectories, clientCertificates, insecureHosts, hosts);
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
