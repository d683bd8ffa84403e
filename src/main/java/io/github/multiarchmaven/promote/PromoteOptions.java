package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.PlatformTags;
import java.util.function.Consumer;

/**
 * How images are promoted, the same for all of a run.
 *
 * @param platformTags for the tag of each platform's image
 * @param backupTag null when overwritten digests get no tag
 * @param updateLock look the sources' tags up anew instead of taking the lock file's digests
 * @param dryRun ask only; nothing is written, the lock file neither
 * @param failFast begin no other image once one has failed
 */
public record PromoteOptions(
        PlatformTags platformTags,
        Attestations attestations,
        Referrers referrers,
        Overwrite overwrite,
        BackupTag backupTag,
        boolean updateLock,
        boolean dryRun,
        boolean failFast,
        Shard shard) {

    /** Tags {@code {tag}-{arch}}, attestations and referrers copied, nothing overwritten, all images. */
    public static PromoteOptions defaults() {
        return new PromoteOptions(
                PlatformTags.parse(PlatformTags.DEFAULT),
                Attestations.KEEP,
                Referrers.COPY,
                Overwrite.NEVER,
                null,
                false,
                false,
                false,
                Shard.ALL);
    }

    /** The fields of a copy while some of them change. */
    private static final class Draft {
        private PlatformTags platformTags;
        private Attestations attestations;
        private Referrers referrers;
        private Overwrite overwrite;
        private BackupTag backupTag;
        private boolean updateLock;
        private boolean dryRun;
        private boolean failFast;
        private Shard shard;
    }

    private PromoteOptions with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.platformTags = platformTags;
        draft.attestations = attestations;
        draft.referrers = referrers;
        draft.overwrite = overwrite;
        draft.backupTag = backupTag;
        draft.updateLock = updateLock;
        draft.dryRun = dryRun;
        draft.failFast = failFast;
        draft.shard = shard;
        change.accept(draft);
        return new PromoteOptions(
                draft.platformTags,
                draft.attestations,
                draft.referrers,
                draft.overwrite,
                draft.backupTag,
                draft.updateLock,
                draft.dryRun,
                draft.failFast,
                draft.shard);
    }

    public PromoteOptions withPlatformTags(PlatformTags tags) {
        return with(draft -> draft.platformTags = tags);
    }

    public PromoteOptions withAttestations(Attestations choice) {
        return with(draft -> draft.attestations = choice);
    }

    public PromoteOptions withReferrers(Referrers choice) {
        return with(draft -> draft.referrers = choice);
    }

    public PromoteOptions withOverwrite(Overwrite choice, BackupTag backup) {
        return with(draft -> {
            draft.overwrite = choice;
            draft.backupTag = backup;
        });
    }

    public PromoteOptions withUpdateLock(boolean update) {
        return with(draft -> draft.updateLock = update);
    }

    public PromoteOptions withDryRun(boolean dry) {
        return with(draft -> draft.dryRun = dry);
    }

    public PromoteOptions withFailFast(boolean fast) {
        return with(draft -> draft.failFast = fast);
    }

    public PromoteOptions withShard(Shard part) {
        return with(draft -> draft.shard = part);
    }
}
