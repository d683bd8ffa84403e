package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.doctor.Diagnosis;
import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.doctor.RegistriesSeen;
import io.github.multiarchmaven.doctor.RegistryDoctor;
import io.github.multiarchmaven.doctor.RegistryUse;
import io.github.multiarchmaven.registry.RegistryClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Says what is missing on this machine and in the way to registries, and the command that mends it. Of the machine: versions, room on
 * disks, Docker, buildx and its builders, emulators of other architectures, certificate authorities, misspelt parameters. Of each registry
 * in use, as the other goals would use it: reachable, certificates, clock, where the login comes from, rights to pull and to push, mounts,
 * referrers. Changes nothing, unless {@code fix} is set. In a project the registries are those of {@code from}, {@code image} and
 * {@code baseImages} in the plugin's configuration (not in an execution's). When Maven runs offline, registries are left out.
 *
 * @since 0.1.0
 */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public class DoctorMojo extends AbstractMachineMojo {
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
        Optional<Level> limit = Diagnosis.limit(failOn);
        RegistriesSeen registriesSeen = examineRegistries();
        Diagnosis diagnosis = registriesSeen.after(examineMachine(registriesSeen.certificates()));
        write(diagnosis::text, diagnosis::json);
        limit.ifPresent(diagnosis::requireBetterThan);
    }

    private RegistriesSeen examineRegistries() {
        List<RegistryUse> uses = uses();
        if (session().isOffline()) {
            return RegistriesSeen.none("Maven runs offline (-o): they were not looked at")
                    .withUnasked(uses, plainHttpHosts());
        }
        if (uses.isEmpty()) {
            return RegistriesSeen.none(
                    "none is configured here; name some: -Dmultiarch.registries=hub.example.com/team/app");
        }
        try (RegistryClient client = openRegistryClient()) {
            return new RegistryDoctor(client, InstantSource.system()).examineAll(uses);
        }
    }

    private List<RegistryUse> uses() {
        return registries == null
                ? RegistriesInUse.of(
                        from,
                        BaseImageConfiguration.requests(
                                BaseImageConfiguration.chosen(
                                        baseImages, baseImageList, session().getUserProperties()),
                                hub,
                                List.of(),
                                baseDirectory()),
                        image)
                : commaList(registries).stream().map(RegistryUse::parse).toList();
    }
}
