package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.PlatformTags;
import io.github.multiarchmaven.promote.Attestations;
import io.github.multiarchmaven.promote.BackupTag;
import io.github.multiarchmaven.promote.ImageRequest;
import io.github.multiarchmaven.promote.Overwrite;
import io.github.multiarchmaven.promote.PromoteOptions;
import io.github.multiarchmaven.promote.Referrers;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Copies base images into the organisation's registry: the chosen platforms of each, tagged {@code {tag}-{arch}}, and one image
 * index (manifest list) over them. Manifests keep their bytes and digests, signatures and attestations go along, and what was
 * promoted is written to {@code multiarch.lock}. Streams from registry to registry; no Docker.
 *
 * @since 0.1.0
 */
@Mojo(name = "promote", defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public class PromoteMojo extends AbstractPromoteMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.promote.skip", defaultValue = "false")
    private boolean skipPromote;

    /**
     * The images to promote. Short: {@code <baseImage>docker.io/library/eclipse-temurin:21-jre</baseImage>}. Long: {@code <from>},
     * a reference or an image layout ({@code oci:folder:tag}, {@code oci:file.tar:tag}), repeated with the attribute
     * {@code platform} where platforms come from different references; {@code <to>}, below {@code hub} unless it begins with a
     * registry or {@code oci:}, by default the source's repository (without {@code library/}) and tag; {@code <tags>} to choose
     * many: a list, a pattern ({@code 21.*-jre}) or a range of versions ({@code ^1.25}), then {@code ; suffix -alpine} and
     * {@code ; newest 3}; {@code <extraTags>} and {@code <platforms>}, separated by commas.
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
     * Registry, with a path when there is one, that targets go to: {@code hub.example.com/container}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.hub")
    private String hub;

    /**
     * Platforms separated by commas, {@code linux/amd64,linux/arm64}, for images that name none. Default: all that a source has,
     * so that its index keeps its digest. One that a source lacks fails the image before anything is written.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.platforms")
    private String platforms;

    /**
     * The tag of each platform's image, with {@code {tag}}, {@code {os}} and {@code {arch}}; {@code none} for no such tags.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.platformTag", defaultValue = PlatformTags.DEFAULT)
    private String platformTag;

    /**
     * BuildKit's attestations (entries for {@code unknown/unknown}): {@code keep} with their image, or {@code drop}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.attestations", defaultValue = "keep")
    private String attestations;

    /**
     * Signatures, SBOMs and whatever else refers to an image (OCI referrers and cosign's tags): {@code copy} when the image is
     * promoted, {@code refresh} to look for new ones of images that are there already, {@code none}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.referrers", defaultValue = "copy")
    private String referrers;

    /**
     * What happens to a tag of the target that points to something else: {@code never} overwritten, the image fails;
     * {@code ifLocked}, moved to what the lock file named when the run began; {@code always}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.overwrite", defaultValue = "never")
    private String overwrite;

    /**
     * A tag for what an overwritten tag pointed to, with {@code {tag}} and {@code {digest}}: {@code {tag}-was-{digest}}. Default:
     * none is kept.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.backupTag")
    private String backupTag;

    @Inject
    public PromoteMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean skipGoal() {
        return skipPromote;
    }

    @Override
    List<ImageRequest> requests(Path baseDirectory) {
        List<Platform> wanted =
                commaList(platforms).stream().map(Platform::parse).toList();
        return BaseImageConfiguration.requests(
                BaseImageConfiguration.chosen(
                        baseImages, baseImageList, session().getUserProperties()),
                hub,
                wanted,
                baseDirectory);
    }

    @Override
    PromoteOptions options() {
        return PromoteOptions.defaults()
                .withPlatformTags(PlatformTags.parse(platformTag))
                .withAttestations(Attestations.parse(attestations))
                .withReferrers(Referrers.parse(referrers))
                .withOverwrite(
                        Overwrite.parse(overwrite),
                        backupTag == null || backupTag.isBlank() ? null : BackupTag.parse(backupTag));
    }
}
