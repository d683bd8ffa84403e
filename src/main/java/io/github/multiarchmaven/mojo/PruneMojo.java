package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.prune.Amounts;
import io.github.multiarchmaven.prune.BuildahCache;
import io.github.multiarchmaven.prune.BuildxCache;
import io.github.multiarchmaven.prune.Cache;
import io.github.multiarchmaven.prune.OwnCaches;
import io.github.multiarchmaven.prune.Pruning;
import io.github.multiarchmaven.prune.Selection;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes caches smaller: manifests of base images, results of checks and packed layers, and on request the cache of a build engine.
 * Shows what would be freed, and frees it where {@code dryRun} is not set. Of what {@code images} and {@code olderThan} select all is
 * deleted; with {@code keepStorage}, what was used least recently, until the whole is no larger. Without any of them it shows what is
 * there. Builds may run meanwhile: they make again what they miss.
 *
 * @since 0.1.0
 */
@Mojo(name = "prune", requiresProject = false, aggregator = true, threadSafe = true)
public class PruneMojo extends AbstractMultiarchMojo {
    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.prune.skip", defaultValue = "false")
    private boolean skipPrune;

    /**
     * Only what belongs to these images, separated by commas, with {@code *} and {@code ?}: {@code hub.example.com/base/*}. What other
     * images share stays.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.prune.images")
    private String images;

    /**
     * Only what was not used for this long: {@code 30d}, {@code 12h}, {@code 2w}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.prune.olderThan")
    private String olderThan;

    /**
     * How much may stay, in all: {@code 2GB}, {@code 500MB}. What was used least recently goes first.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.prune.keepStorage")
    private String keepStorage;

    /**
     * Shows what would be freed, and frees nothing. Default: {@code true} where Maven may ask its user, {@code false} with {@code -B}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.prune.dryRun")
    private Boolean dryRun;

    /**
     * A build engine whose cache is pruned too, by the same rules but a total of its own: {@code buildx} (not by images), {@code
     * buildah}, or {@code none}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.prune.engine", defaultValue = "none")
    private String engine;

    /**
     * The builder of buildx. Default: the current one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.prune.builder")
    private String builder;

    /**
     * Filters for buildx, separated by commas, as {@code docker buildx prune --filter} takes them: {@code type=exec.cachemount}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.prune.filters")
    private String filters;

    /**
     * As in {@code build}: the folder of the caches.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.cacheDirectory", defaultValue = "${user.home}/.cache/multiarch-maven-plugin")
    private File cacheDirectory;

    @Override
    protected boolean skipGoal() {
        return skipPrune;
    }

    @Override
    protected boolean needsModule() {
        return false;
    }

    @Override
    protected void run() {
        Selection selection = new Selection(
                AbstractNetworkMojo.commaList(images),
                Optional.ofNullable(olderThan).map(text -> Amounts.age("olderThan", text)),
                Optional.ofNullable(keepStorage).map(text -> Amounts.size("keepStorage", text)));
        List<Path> targets = session().getProjects().stream()
                .filter(project -> project.getFile() != null)
                .map(project -> Path.of(project.getBuild().getDirectory()))
                .toList();
        boolean shown = dryRun != null ? dryRun : session().getRequest().isInteractiveMode();
        List<Cache> caches = new ArrayList<>();
        engineCache(selection).ifPresent(caches::add);
        caches.add(0, new OwnCaches(cacheDirectory.toPath(), targets));
        Pruning pruning = new Pruning(selection, shown || selection.isEmpty(), getLog()::info);
        caches.forEach(pruning::prune);
        if (selection.isEmpty()) {
            getLog().info("Nothing was selected. Use -Dmultiarch.prune.images, -Dmultiarch.prune.olderThan=30d or"
                    + " -Dmultiarch.prune.keepStorage=2GB.");
        } else if (shown) {
            getLog().info("Nothing was deleted, as this was a dry run. To delete, use -Dmultiarch.prune.dryRun=false.");
        }
    }

    private Optional<Cache> engineCache(Selection selection) {
        return switch (engine) {
            case "none" -> Optional.empty();
            case "buildx" ->
                Optional.of(
                        new BuildxCache(System.getenv(), builder, AbstractNetworkMojo.commaList(filters), selection));
            case "buildah" -> Optional.of(new BuildahCache(System.getenv()));
            default ->
                throw new InvalidInputException(
                        "The parameter engine is '" + engine + "'. Use none, buildx or buildah.");
        };
    }
}
