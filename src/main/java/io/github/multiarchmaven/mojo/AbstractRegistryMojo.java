package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
     * How many blobs and manifests are moved at once, and how many connections one registry gets: 1 to 64.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.parallelism", defaultValue = "6")
    private int parallelism;

    /**
     * Seconds to wait for a registry to accept a connection: 1 to 600.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.connectTimeout", defaultValue = "15")
    private int connectTimeout;

    /**
     * Seconds a registry may be silent within one answer: 1 to 3600.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.readTimeout", defaultValue = "120")
    private int readTimeout;

    protected AbstractRegistryMojo(SettingsDecrypter settingsDecrypter) {
        this.settingsDecrypter = settingsDecrypter;
    }

    /** A client for one goal's run; the caller closes it. */
    protected final RegistryClient openRegistryClient() {
        SettingsCredentials settings = new SettingsCredentials(session().getSettings(), settingsDecrypter);
        return new RegistryClient(RegistryOptions.defaults()
                .withCredentials(CredentialSource.chain(
                        new ConfiguredCredentials(auths(), settings),
                        settings,
                        CredentialSource.ofEnvironment(System.getenv(), Path.of(System.getProperty("user.home")))))
                .withPlainHttpHosts(both(plainHttpHosts, plainHttpHostList))
                .withTls(tlsOptions())
                .withMirrors(mirrors())
                .withProxies(new SettingsProxies(
                        session().getSettings().getProxies(),
                        settingsDecrypter,
                        session().getSystemProperties()::getProperty))
                .withUserAgent("multiarch-maven-plugin/" + pluginVersion())
                .withConnectionsPerHost(parallelism())
                .withConnectTimeout(seconds("connectTimeout", connectTimeout, 600))
                .withReadTimeout(seconds("readTimeout", readTimeout, 3600)));
    }

    /** A copier for one goal's run, which knows what other modules of this build have moved; the caller closes it. */
    protected final Copier openCopier() {
        return new Copier(parallelism(), blobLocations());
    }

    protected final int parallelism() {
        return inRange("parallelism", parallelism, 64);
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

    private static Duration seconds(String parameter, int value, int most) {
        return Duration.ofSeconds(inRange(parameter, value, most));
    }

    private static int inRange(String parameter, int value, int most) {
        if (value < 1 || value > most) {
            throw new InvalidInputException(
                    "The parameter " + parameter + " is " + value + "; it has to be between 1 and " + most + ".");
        }
        return value;
    }
}
