package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.registry.Mirrors;
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
public abstract class AbstractNetworkMojo extends AbstractMultiarchMojo {
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

    /**
     * Logins of registries, each with {@code <registry>} ({@code host} or {@code host:port}) and either {@code <serverId>}, the id of
     * a {@code <server>} in settings.xml, or {@code <username>} and {@code <password>}, the latter as <code>${env.NAME}</code>. They
     * win over all other places; without them a login is looked for in settings.xml (a {@code <server>} with the id
     * {@code host:port} or {@code host}), then in Docker's {@code config.json}, in Podman's {@code auth.json} and in the credential
     * helpers that these files name.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<AuthConfiguration> auths;

    /**
     * Places that base images are read from instead of their registries, each with {@code <registry>} ({@code docker.io} for Docker
     * Hub) and {@code <location>}, {@code host[:port][/path/prefix]}. They are tried in their order, with logins of their own; the
     * registry itself comes last. What is written goes to the registry always.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<MirrorConfiguration> mirrors;

    /**
     * The same as {@code mirrors} as {@code registry=location}, separated by commas, for the command line; these are tried first.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.mirrors")
    private String mirrorList;

    protected final Mirrors mirrors() {
        return MirrorConfiguration.of(mirrors, commaList(mirrorList));
    }

    protected final List<AuthConfiguration> auths() {
        return auths;
    }

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
