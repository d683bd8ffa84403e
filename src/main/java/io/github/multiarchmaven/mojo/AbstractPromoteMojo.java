package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.promote.ImageRequest;
import io.github.multiarchmaven.promote.ImageResult;
import io.github.multiarchmaven.promote.ImageResult.Status;
import io.github.multiarchmaven.promote.LockFile;
import io.github.multiarchmaven.promote.Places;
import io.github.multiarchmaven.promote.PromoteJson;
import io.github.multiarchmaven.promote.PromoteOptions;
import io.github.multiarchmaven.promote.PromoteTable;
import io.github.multiarchmaven.promote.Promotions;
import io.github.multiarchmaven.promote.Shard;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.transfer.Copier;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** The run of {@code promote}: lock file, results, and when it fails. */
public abstract class AbstractPromoteMojo extends AbstractRegistryMojo {
    /**
     * The lock file: for each image the digests that were promoted. With it a run copies exactly those; keep it under version
     * control. Default: {@code multiarch.lock} beside the POM.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.lockFile")
    private File lockFile;

    /**
     * Looks up the sources' tags anew, moves the lock file to what they mean now, and tells what moved.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.updateLock", defaultValue = "false")
    private boolean updateLock;

    /**
     * Tells what would be copied and tagged, and writes nothing.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Begins no other image once one has failed. Otherwise the others are promoted, and the build fails at the end.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.failFast", defaultValue = "false")
    private boolean failFast;

    /**
     * Promotes one part of the list only, such as {@code 2/8}, for many machines that share it. The target repository's name
     * decides the part, so it is the same on each run and machine.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.shard")
    private String shard;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true)
    private File buildDirectory;

    protected AbstractPromoteMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected boolean needsModule() {
        return false;
    }

    abstract List<ImageRequest> requests(Path baseDirectory);

    abstract PromoteOptions options();

    @Override
    protected void run() {
        requireOnline();
        Path folder = baseDirectory();
        PromoteOptions options = options()
                .withUpdateLock(updateLock)
                .withDryRun(dryRun)
                .withFailFast(failFast)
                .withShard(shard == null ? Shard.ALL : Shard.parse(shard));
        List<ImageRequest> requests = requests(folder);
        if (requests.isEmpty()) {
            throw new InvalidInputException("There are no images to promote. List them in the parameter baseImages"
                    + " (-Dmultiarch.baseImages=docker.io/library/eclipse-temurin:21-jre).");
        }
        Path lock = lockFile == null ? folder.resolve(LockFile.NAME) : lockFile.toPath();
        LockFile before = LockFile.read(lock);
        try (RegistryClient client = openRegistryClient();
                Copier copier = openCopier();
                Places places = new Places(client::source, client::repository, dryRun)) {
            Promotions.Outcome outcome = new Promotions(
                            options, copier, places, InstantSource.system(), parallelism(), getLog()::info)
                    .run(requests, before);
            places.commit();
            report(outcome, before, lock);
        }
    }

    private void report(Promotions.Outcome outcome, LockFile before, Path lock) {
        outcome.lock().movesSince(before).forEach(move -> getLog().info("Lock: " + move));
        if (!dryRun) {
            outcome.lock().update(lock, before);
        }
        PromoteTable.text(outcome.results()).forEach(getLog()::info);
        Path folder = buildDirectory == null ? lock.resolveSibling("target") : buildDirectory.toPath();
        write(folder.resolve("multiarch/promote.json"), PromoteJson.text(outcome.results(), dryRun));
        PromoteTable.overwritten(outcome.results(), dryRun).forEach(getLog()::warn);
        List<ImageResult> failed = outcome.results().stream()
                .filter(result -> result.status() == Status.FAILED)
                .toList();
        if (!failed.isEmpty()) {
            failed.forEach(result -> getLog().error(result.detail()));
            throw new ImageException(
                    true,
                    "Promoting failed for " + failed.size() + " of "
                            + outcome.results().size() + " images. "
                            + failed.get(0).detail(),
                    null);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing " + file, e);
        }
    }
}
