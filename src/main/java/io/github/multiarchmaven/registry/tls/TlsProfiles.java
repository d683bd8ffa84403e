package io.github.multiarchmaven.registry.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds each host's profile; warns once of each host whose certificate is not checked. */
public final class TlsProfiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsProfiles.class);
    private static final int HTTPS_PORT = 443;

    private final TlsOptions options;
    private final CertsDirectories certsDirectories;
    private final Map<String, TlsProfile> byHost = new ConcurrentHashMap<>();

    public TlsProfiles(TlsOptions options) {
        this.options = options;
        this.certsDirectories = new CertsDirectories(options.certsDirectories());
    }

    /**
     * @param host as in a URL
     * @param port as in a URL; negative for https' own
     */
    public TlsProfile of(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        int effective = port < 0 ? HTTPS_PORT : port;
        return byHost.computeIfAbsent(name + ":" + effective, key -> profile(name, effective));
    }

    /**
     * Whether the user arranged for TLS with this very host: a folder of certificates, a client certificate, or its name in
     * {@code tlsHosts} or {@code insecureHosts}.
     *
     * @param registry {@code host[:port]}
     */
    public boolean isArranged(String registry) {
        String name = registry.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        boolean hasPort = colon > name.lastIndexOf(']');
        String host = hasPort ? name.substring(0, colon) : name;
        List<String> names = hasPort ? List.of(name, host) : List.of(name, name + ":" + HTTPS_PORT);
        return names.stream()
                        .anyMatch(n -> options.tlsHosts().contains(n)
                                || options.insecureHosts().contains(n)
                                || options.clientCertificates().containsKey(n))
                || !certsDirectories.of(hasPort ? List.of(name) : names).isEmpty();
    }

    private TlsProfile profile(String host, int port) {
        List<String> names = List.of(host + ":" + port, host);
        boolean insecure = names.stream().anyMatch(options.insecureHosts()::contains);
        if (insecure) {
            LOG.warn(
                    "The certificate of {}:{} is not checked, as insecureHosts says: anyone on the way can read and"
                            + " change what is sent, logins too.",
                    host,
                    port);
        }
        CertsDirectories.Content found = certsDirectories.content(folderNames(host, port));
        List<ClientCertificate> clients = names.stream()
                .filter(options.clientCertificates()::containsKey)
                .map(options.clientCertificates()::get)
                .limit(1)
                .toList();
        List<Path> authorities = new ArrayList<>();
        for (Path path : options.caCertificates()) {
            authorities.addAll(
                    Files.isDirectory(path) ? CertsDirectories.files(path, "*.{crt,pem,cer}") : List.of(path));
        }
        authorities.addAll(found.authorities());
        return new TlsProfile(
                insecure ? List.of() : authorities, clients.isEmpty() ? found.clientCertificates() : clients, insecure);
    }

    /** Docker names a folder as references name the registry, which leave out 443; its own registry answers at another name. */
    private static List<String> folderNames(String host, int port) {
        List<String> names = new ArrayList<>(List.of(host + ":" + port));
        if (port == HTTPS_PORT) {
            names.add(host);
            if (host.equals("registry-1.docker.io")) {
                names.add("docker.io");
            }
        }
        return names;
    }
}
