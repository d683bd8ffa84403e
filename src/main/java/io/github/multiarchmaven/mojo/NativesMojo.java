package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.Check;
import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.NativesRule;
import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.natives.JarVerdict;
import io.github.multiarchmaven.natives.NativesMatrix;
import io.github.multiarchmaven.natives.NativesTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.eclipse.aether.RepositorySystem;

/**
 * Tells which of the module's dependencies have native libraries for which platform, and fails when one has none for a platform that
 * is wanted. Needs no image, no registry and no network but for the dependencies: the first thing to run before a move to arm64.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "natives",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class NativesMojo extends AbstractMultiarchMojo {
    private final RepositorySystem repositories;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.natives.skip", defaultValue = "false")
    private boolean skipNatives;

    /**
     * As in {@code build}: the platforms of the image, with dependencies of their own where they have some.
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
     * The C library of the image's base: {@code glibc}, {@code musl}, or {@code any} where it does not matter or is not known.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.natives.libc", defaultValue = "any")
    private String libc;

    /**
     * As in {@code check}: {@code <natives>error</natives>}, or {@code warn}, or {@code off}.
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> rules;

    /**
     * The same as {@code rules} for the command line, {@code natives:warn}; it wins.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.check.rules")
    private String ruleList;

    /**
     * As in {@code check}: jars that need no libraries, by {@code <jar>} with {@code *} and {@code ?}, each with {@code <reason>}.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<AllowanceConfiguration> allowances;

    @Inject
    public NativesMojo(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    @Override
    protected boolean skipGoal() {
        return skipNatives;
    }

    @Override
    protected boolean needsModule() {
        return true;
    }

    @Override
    protected void run() {
        CheckOptions options = RulesConfiguration.options(
                rules, AbstractRegistryMojo.commaList(ruleList), allowances, CheckOptions.DEFAULT_SIZE_RATIO, 0);
        Map<Platform, PlatformConfiguration> wanted = WantedPlatforms.of(
                platforms, session().getUserProperties().getProperty(WantedPlatforms.PROPERTY), platformList);
        DependencyJars jars = new DependencyJars(new ProjectApplication(project(), session(), repositories));
        List<JarVerdict> lines = NativesMatrix.lines(jars.of(wanted, libc()));
        NativesTable.lines(lines, wanted.keySet()).forEach(getLog()::info);
        CheckResult result = new Check(options, Set.of())
                .judge(
                        project().getArtifactId(),
                        NativesRule.findings(lines).stream()
                                .map(finding -> finding.withRemedy(finding.remedy()
                                        + jars.origin(finding.subject().name())))
                                .toList(),
                        List.of());
        CheckLog.findings(result, getLog());
        if (result.errors() > 0) {
            throw new ImageException(
                    true,
                    "Native libraries are missing in dependencies of "
                            + project().getArtifactId() + ": "
                            + result.sums() + ". First, " + result.findings().get(0)
                            + " Jars that need none can be allowed (<allowances>).",
                    null);
        }
        getLog().info("Native libraries of " + jars.count() + " dependencies: " + result.sums());
    }

    private Elf.Libc libc() {
        return switch (libc) {
            case "glibc" -> Elf.Libc.GLIBC;
            case "musl" -> Elf.Libc.MUSL;
            case "any" -> Elf.Libc.UNKNOWN;
            default -> throw new InvalidInputException("The parameter libc is '" + libc + "'. Use glibc, musl or any.");
        };
    }
}
