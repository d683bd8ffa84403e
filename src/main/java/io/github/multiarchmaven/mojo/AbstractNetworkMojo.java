package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.registry.tls.ClientCertificate;
import io.github.multiarchmaven.registry.tls.TlsOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugins.annotations.Parameter;

/** Whom the goals trust on the network, and as whom they appear. */
public abstract class AbstractNetworkMojo extends AbstractTimingMojo {
    /**
     * PEM files of certificate authorities that are trusted for registries beside those of the JVM's trust store, or folders of
     * such files ({@code *.crt}, {@code *.pem}, {@code *.cer}). Docker's {@code certs.d} folders of registries are honoured too:
     * {@code /etc/docker/certs.d}, {@code ~/.docker/certs.d} and {@code ~/.config/docker/certs.d}, and Podman's.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<File> caCertificates;

    /**
     * The same as {@code caCertificates}, separated by commas, for the command line; both count.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.caCertificates")
    private String caCertificateList;

    /**
     * Certificates that this build shows to registries which ask for one, each with {@code <host>} ({@code host} or
     * {@code host:port}), {@code <certificate>} and {@code <key>}: PEM files, the key without a passphrase.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<ClientCertificateConfiguration> clientCertificates;

    /**
     * Registries whose certificates are not checked, as {@code host} or {@code host:port}. Anyone on the way can then read and
     * change what is sent: {@code caCertificates} is nearly always the better answer.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> insecureHosts;

    /**
     * The same as {@code insecureHosts}, separated by commas, for the command line; both count.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.insecureHosts")
    private String insecureHostList;

    /**
     * Registries on this machine ({@code localhost}, {@code 127.0.0.1}, {@code [::1]}) that speak TLS, as {@code host} or
     * {@code host:port}: without this they are spoken to in plain HTTP. Those with a {@code certs.d} folder, a client certificate or
     * an entry in {@code insecureHosts} need not be named.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> tlsHosts;

    /**
     * The same as {@code tlsHosts}, separated by commas, for the command line; both count.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.tlsHosts")
    private String tlsHostList;

    protected final TlsOptions tlsOptions() {
        List<Path> authorities = new ArrayList<>();
        for (File file : caCertificates == null ? List.<File>of() : caCertificates) {
            authorities.add(file.toPath());
        }
        Path root = Path.of(session().getExecutionRootDirectory());
        commaList(caCertificateList).forEach(file -> authorities.add(root.resolve(file)));
        Map<String, ClientCertificate> clients = new LinkedHashMap<>();
        for (var client : clientCertificates == null ? List.<ClientCertificateConfiguration>of() : clientCertificates) {
            clients.put(client.host(), client.files());
        }
        return new TlsOptions(
                authorities,
                TlsOptions.certsDirectoriesOf(System.getenv(), Path.of(System.getProperty("user.home"))),
                clients,
                both(insecureHosts, insecureHostList),
                both(tlsHosts, tlsHostList));
    }

    /** What the POM and the command line name. */
    protected static Set<String> both(List<String> list, String commaList) {
        Set<String> all = new LinkedHashSet<>(list == null ? List.of() : list);
        all.addAll(commaList(commaList));
        return all;
    }

    /** A list out of a scalar, because a list parameter cannot be given on every Maven's command line. */
    protected static List<String> commaList(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : text == null ? new String[0] : text.split(",")) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return List.copyOf(words);
    }
}
