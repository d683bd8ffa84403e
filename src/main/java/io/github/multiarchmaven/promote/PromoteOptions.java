package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.PlatformTags;

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

    public PromoteOptions withPlatformTags(PlatformTags tags) {
        return new PromoteOptions(
                tags, attestations, referrers, overwrite, backupTag, updateLock, dryRun, failFast, shard);
    }

    public PromoteOptions withAttestations(Attestations choice) {
        return new PromoteOptions(
                platformTags, choice, referrers, overwrite, backupTag, updateLock, dryRun, failFast, shard);
    }

    public PromoteOptions withReferrers(Referrers choice) {
        return new PromoteOptions(
                platformTags, attestations, choice, overwrite, backupTag, updateLock, dryRun, failFast, shard);
    }

    public PromoteOptions withOverwrite(Overwrite choice, BackupTag backup) {
        return new PromoteOptions(
                platformTags, attestations, referrers, choice, backup, updateLock, dryRun, failFast, shard);
    }

    public PromoteOptions withUpdateLock(boolean update) {
        return new PromoteOptions(
                platformTags, attestations, referrers, overwrite, backupTag, update, dryRun, failFast, shard);
    }

    public PromoteOptions withDryRun(boolean dry) {
        return new PromoteOptions(
                platformTags, attestations, referrers, overwrite, backupTag, updateLock, dry, failFast, shard);
    }

    public PromoteOptions withFailFast(boolean fast) {
        return new PromoteOptions(
                platformTags, attestations, referrers, overwrite, backupTag, updateLock, dryRun, fast, shard);
    }

    public PromoteOptions withShard(Shard part) {
        return new PromoteOptions(
                platformTags, attestations, referrers, overwrite, backupTag, updateLock, dryRun, failFast, part);
    }
}
