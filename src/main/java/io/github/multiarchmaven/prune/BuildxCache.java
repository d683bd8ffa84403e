package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.image.InvalidInputException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * BuildKit's cache, by buildx. It knows no images: it goes by age, size and BuildKit's own filters, and decides itself what is
 * deleted; what is shown before is what its rules lead one to expect. What a build uses stays.
 */
public final class BuildxCache implements Cache {
    private final Tool docker;
    private final String builder;
    private final List<String> filters;
    private final Selection selection;

    /**
     * @param builder null for the current one
     * @param filters as {@code docker buildx prune --filter} takes them
     * @throws InvalidInputException when images were selected
     */
    public BuildxCache(Map<String, String> environment, String builder, List<String> filters, Selection selection) {
        if (!selection.images().isEmpty()) {
            throw new InvalidInputException(
                    "Pruning the cache of buildx by images (multiarch.prune.images): it does not know to which"
                            + " images its parts belong. Use olderThan, keepStorage or filters, or run once for images without an engine.");
        }
        this.docker = Tool.find("docker", environment, "Pruning the cache of buildx");
        this.builder = builder;
        this.filters = List.copyOf(filters);
        this.selection = selection;
    }

    @Override
    public String title() {
        return "the cache of buildx" + (builder == null ? "" : " builder " + builder);
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of("buildx"));
        command.addAll(List.of(words));
        if (builder != null) {
            command.addAll(List.of("--builder", builder));
        }
        filters.forEach(filter -> command.addAll(List.of("--filter", filter)));
        return command;
    }

    @Override
    public List<Entry> entries() {
        return DiskUsage.parse(docker.output(command("du", "--verbose")), Instant.now());
    }

    @Override
    public List<Entry> delete(List<Entry> chosen) {
        List<Entry> before = entries();
        List<String> command = command("prune", "--force");
        selection.olderThan().ifPresent(age -> command.addAll(List.of("--filter", "until=" + age.toSeconds() + "s")));
        selection.keepBytes().ifPresent(bytes -> command.addAll(List.of(limit(), Long.toString(bytes))));
        docker.output(command);
        Set<String> left = entries().stream().map(Entry::id).collect(Collectors.toSet());
        return before.stream().filter(entry -> !left.contains(entry.id())).toList();
    }

    /** buildx 0.17 renamed the flag. The old name still parses there, and means space that is kept for the cache whatever happens. */
    private String limit() {
        return docker.output(List.of("buildx", "prune", "--help")).contains("--max-used-space")
                ? "--max-used-space"
                : "--keep-storage";
    }
}
