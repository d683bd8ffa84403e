package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.Mirrors;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.SessionData;

/** What the goals that talk to registries have in common. */
public abstract class AbstractRegistryMojo extends AbstractNetworkMojo {
    private static final String LOCATIONS_KEY = "io.github.multiarchmaven.transfer.BlobLocations";

    private final SettingsDecrypter settingsDecrypter;

    /**
     * Registries that are spoken to in plain HTTP, as {@code host} or {@code host:port}. Loopback hosts ({@code localhost},
     * {@code 127.0.0.1}, {@code [::1]}) need not be named, unless TLS is arranged for them as {@code tlsHosts} tells.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> plainHttpHosts;

    /**
     * The same as {@code plainHttpHosts}, separated by commas, for the command line; both count.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.plainHttpHosts")
    private String plainHttpHostList;

    /**
     * Hosts that a registry may send this build to (by a redirect, an upload's location or the address of its login) though they
     * are addresses of an internal network ({@code 10.1.2.3}, {@code 169.254.169.254}, {@code localhost}), as {@code host} or
     * {@code host:port}. Names need not be listed, nor the registry's own host, nor what an internal registry names.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> allowedHosts;

    /**
     * The same as {@code allowedHosts}, separated by commas, for the command line; both count.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.allowedHosts")
    private String allowedHostList;

    /**
     * Logins of registries, each with {@code <registry>} ({@code host} or {@code host:port}) and either {@code <serverId>}, the id of
     * a {@code <server>} in settings.xml, or {@code <username>} and {@code <passwordVariable>}, the name of an environment variable
     * ({@code <password>} itself is taken too, but Maven prints a plugin's configuration when it runs with {@code -X}). They
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

    protected AbstractRegistryMojo(SettingsDecrypter settingsDecrypter) {
        this.settingsDecrypter = settingsDecrypter;
    }

    protected final Set<String> plainHttpHosts() {
        return both(plainHttpHosts, plainHttpHostList);
    }

    protected final Mirrors mirrors() {
        return MirrorConfiguration.of(mirrors, commaList(mirrorList));
    }

    /** A client for one goal's run; the caller closes it. */
    protected final RegistryClient openRegistryClient() {
        SettingsCredentials settings = new SettingsCredentials(session().getSettings(), settingsDecrypter);
        return new RegistryClient(RegistryOptions.defaults()
                .withCredentials(CredentialSource.chain(
                        new ConfiguredCredentials(auths, settings),
                        settings,
                        CredentialSource.ofEnvironment(System.getenv(), Path.of(System.getProperty("user.home")))))
                .withPlainHttpHosts(plainHttpHosts())
                .withAllowedHosts(both(allowedHosts, allowedHostList))
                .withTls(tlsOptions())
                .withMirrors(mirrors())
                .withProxies(new SettingsProxies(
                        session().getSettings().getProxies(),
                        settingsDecrypter,
                        session().getSystemProperties()::getProperty))
                .withUserAgent("multiarch-maven-plugin/" + pluginVersion())
                .withConnectionsPerHost(parallelism())
                .withConnectTimeout(connectTimeout())
                .withReadTimeout(readTimeout())
                .withRetries(retries()));
    }

    /** A copier for one goal's run, which knows what other modules of this build have moved; the caller closes it. */
    protected final Copier openCopier() {
        return new Copier(parallelism(), blobLocations());
    }

    private BlobLocations blobLocations() {
        SessionData data = session().getRepositorySession().getData();
        // Another class loader's instance, when the plugin is loaded twice, cannot be shared: do without.
        if (data.get(LOCATIONS_KEY) == null) {
            data.set(LOCATIONS_KEY, null, new BlobLocations());
        }
        return data.get(LOCATIONS_KEY) instanceof BlobLocations shared ? shared : new BlobLocations();
    }

    /** Fails for the goals that are nothing without a registry when Maven runs with {@code -o}. */
    protected final void requireOnline() {
        if (session().isOffline()) {
            throw new InvalidInputException("The goal " + goal()
                    + " needs the registry, but Maven runs offline (-o). Run without -o, or with -Dmultiarch." + goal()
                    + ".skip.");
        }
    }
}
