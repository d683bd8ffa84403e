package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.doctor.Diagnosis;
import io.github.multiarchmaven.doctor.Finding;
import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.doctor.RegistryDoctor;
import io.github.multiarchmaven.doctor.RegistryUse;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.RegistryClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Looks at each registry in use, as the other goals would use it, and says what does not work and what mends it: reachable,
 * certificates, clock, where the login comes from, rights to pull and to push, mounts, referrers. Writes nothing that stays. In a
 * project the registries are those of {@code from}, {@code image} and {@code baseImages} in the plugin's configuration (not in an
 * execution's).
 *
 * @since 0.1.0
 */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public class DoctorMojo extends AbstractAnswerMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.doctor.skip", defaultValue = "false")
    private boolean skipDoctor;

    /**
     * What to look at, separated by commas: registries ({@code hub.example.com}), or references, for which the rights to pull and
     * push are looked at too ({@code hub.example.com/team/app}). They stand in the place of the project's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.registries")
    private String registries;

    /**
     * From which findings on the goal fails: {@code fail}, {@code warn}, or {@code never}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.doctor.failOn", defaultValue = "fail")
    private String failOn;

    /**
     * As in {@code build}: the base image.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.from")
    private String from;

    /**
     * As in {@code build}, {@code push} and {@code publish}: the image that is made.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.image")
    private String image;

    /**
     * As in {@code promote}: its images' sources are read, their targets written.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<BaseImageConfiguration> baseImages;

    /**
     * References separated by commas, for the command line. There it stands in the place of {@code baseImages}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.baseImages")
    private String baseImageList;

    /**
     * As in {@code promote}: registry, with a path when there is one, that targets go to.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.hub")
    private String hub;

    @Inject
    public DoctorMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean skipGoal() {
        return skipDoctor;
    }

    @Override
    protected boolean needsModule() {
        return false;
    }

    @Override
    protected void answer() {
        requireOnline();
        Optional<Level> limit = Diagnosis.limit(failOn);
        List<Finding> findings = new ArrayList<>();
        try (RegistryClient client = openRegistryClient()) {
            RegistryDoctor doctor = new RegistryDoctor(client, InstantSource.system());
            List<RegistryUse> all = new ArrayList<>();
            for (RegistryUse use : uses()) {
                client.mirrors(use.reference()).forEach(mirror -> all.add(RegistryUse.reads(mirror)));
                all.add(use);
            }
            RegistryUse.distinct(all).forEach(use -> findings.addAll(doctor.examine(use)));
        }
        Diagnosis diagnosis = new Diagnosis(findings);
        write(diagnosis::text, diagnosis::json);
        limit.ifPresent(diagnosis::requireBetterThan);
    }

    private List<RegistryUse> uses() {
        List<RegistryUse> uses = registries == null
                ? RegistriesInUse.of(
                        from,
                        BaseImageConfiguration.requests(
                                chosenBaseImages(baseImages, baseImageList), hub, List.of(), baseDirectory()),
                        image)
                : commaList(registries).stream().map(RegistryUse::parse).toList();
        if (uses.isEmpty()) {
            throw new InvalidInputException("There is no registry to look at. Name some in the parameter registries"
                    + " (-Dmultiarch.registries=hub.example.com/team/app), or run the goal in a project that has from, image or"
                    + " baseImages in the plugin's configuration.");
        }
        return uses;
    }
}
