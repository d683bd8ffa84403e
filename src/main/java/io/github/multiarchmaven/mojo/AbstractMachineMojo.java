package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.doctor.Finding;
import io.github.multiarchmaven.doctor.Machine;
import io.github.multiarchmaven.doctor.MachineDoctor;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.File;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** The part of {@code doctor} that is about this machine. */
public abstract class AbstractMachineMojo extends AbstractAnswerMojo {
    /**
     * Whether Docker and emulators are needed here: {@code true}, {@code false}, or {@code auto}, which is true where a project of this
     * build runs the goal {@code dockerfile}. Where they are not, what is wrong with them is told as information only: {@code build} needs
     * neither.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.doctor.engine", defaultValue = "auto")
    private String engine;

    /**
     * Does what needs no privilege, and says what it did: makes a builder of buildx, and uses it, where the one in use builds for one
     * platform only or was made without a certificate authority. Without this, nothing is changed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.doctor.fix", defaultValue = "false")
    private boolean fix;

    /**
     * As in {@code build}: the platforms that this machine has to be fit for.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<PlatformConfiguration> platforms;

    /**
     * Names of platforms separated by commas, as in {@code build}.
     *
     * @since 0.1.0
     */
    @Parameter(property = WantedPlatforms.PROPERTY)
    private String platformList;

    /**
     * As in {@code build}: a folder that there has to be room for.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.cacheDirectory", defaultValue = "${user.home}/.cache/multiarch-maven-plugin")
    private File cacheDirectory;

    protected AbstractMachineMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    /**
     * Of this machine, and of the names of parameters. A goal that needs no project runs once at the top of a build: there it looks at
     * the names in all modules.
     *
     * @param registries {@code host:port} with the certificates that it showed, of those that speak TLS
     */
    protected final List<Finding> examineMachine(Map<String, List<X509Certificate>> registries) {
        GivenParameters given = new GivenParameters(pluginDescriptor());
        Map<String, List<X509Certificate>> checked = new LinkedHashMap<>(registries);
        checked.keySet().removeAll(tlsOptions().insecureHosts());
        MachineDoctor doctor = new MachineDoctor(machine(given, checked));
        List<Finding> findings = new ArrayList<>();
        if (fix) {
            findings.addAll(doctor.fix());
        }
        findings.addAll(doctor.examine());
        List<MavenProject> projects = session().getProjects();
        findings.addAll(given.examine(projects.indexOf(project()) == 0 ? projects : List.of(project()), session()));
        return findings;
    }

    private Machine machine(GivenParameters given, Map<String, List<X509Certificate>> registries) {
        Map<String, Path> folders = new LinkedHashMap<>();
        folders.put("what is built", baseDirectory().resolve("target"));
        folders.put("the cache", cacheDirectory.toPath());
        folders.put("temporary files", Path.of(System.getProperty("java.io.tmpdir")));
        return new Machine(
                session().getSystemProperties().getProperty("maven.version", "unknown"),
                System.getProperty("java.version") + ", " + System.getProperty("java.vendor"),
                folders,
                List.copyOf(WantedPlatforms.of(
                                platforms,
                                session().getUserProperties().getProperty(WantedPlatforms.PROPERTY),
                                platformList)
                        .keySet()),
                needsEngine(given),
                tlsOptions().caCertificates(),
                registries,
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of("/"));
    }

    private boolean needsEngine(GivenParameters given) {
        return switch (engine) {
            case "true", "false" -> Boolean.parseBoolean(engine);
            case "auto" -> session().getProjects().stream().anyMatch(project -> given.runs(project, "dockerfile"));
            default ->
                throw new InvalidInputException("The parameter engine is '" + engine + "'. Use auto, true or false.");
        };
    }
}
