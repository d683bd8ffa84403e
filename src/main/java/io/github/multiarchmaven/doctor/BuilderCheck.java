package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.engine.Builder;
import io.github.multiarchmaven.engine.BuilderNode;
import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The builders of buildx: drivers, state and platforms. */
final class BuilderCheck {
    private final Machine machine;
    private final List<Builder> builders;
    private final boolean containerdStore;
    private final Notes notes;

    BuilderCheck(Machine machine, List<Builder> builders, boolean containerdStore, Level worst) {
        this.machine = machine;
        this.builders = builders;
        this.containerdStore = containerdStore;
        this.notes = new Notes("builder", worst);
    }

    /** @param told platforms whose emulators were found to lack already: one reason is enough */
    List<Finding> look(Set<Platform> told) {
        Optional<Builder> current = current();
        if (current.isEmpty()) {
            notes.info("current", "buildx lists no builder that is in use");
        } else {
            driver(current.get());
            nodes(current.get());
            platforms(current.get(), told);
        }
        builders.stream().filter(builder -> !builder.current()).forEach(builder -> notes.info("other", words(builder)));
        return notes.findings();
    }

    /** The one that builds use. */
    Optional<Builder> current() {
        return builders.stream().filter(Builder::current).findFirst();
    }

    /** Whether the builder that is used cannot do what is wanted, and another one has to be. */
    boolean needsAnother() {
        return current()
                .filter(builder -> !builder.buildsSeveralPlatforms(containerdStore))
                .isPresent();
    }

    private static String words(Builder builder) {
        return builder.name() + ", driver " + builder.driver();
    }

    private void driver(Builder builder) {
        if (!builder.error().isEmpty()) {
            notes.fail("current", words(builder) + ": " + builder.error(), "docker buildx use default");
        } else if (needsAnother()) {
            notes.fail(
                    "current",
                    words(builder) + ": with Docker's own image store it builds for one platform only",
                    BuilderRepair.command(builders, List.of()));
        } else {
            notes.ok("current", words(builder));
        }
    }

    private void nodes(Builder builder) {
        for (BuilderNode node : builder.nodes()) {
            String where = node.name() + " at " + node.endpoint() + ": ";
            if (!node.isUsable()) {
                notes.fail("node", where + node.error(), "docker buildx inspect --bootstrap " + builder.name());
            } else if (node.platforms().isEmpty()) {
                notes.info("node", where + node.status() + "; a build starts it, then its platforms are known");
            } else {
                notes.ok("node", where + node.status() + ", BuildKit " + node.buildkit());
            }
        }
    }

    private void platforms(Builder builder, Set<Platform> told) {
        Set<Platform> offered = builder.platforms();
        if (offered.isEmpty() || !builder.nodes().stream().allMatch(BuilderNode::isUsable)) {
            return;
        }
        List<Platform> missing = new ArrayList<>(machine.platforms());
        missing.removeAll(offered);
        String all = String.join(", ", offered.stream().map(Platform::toString).toList());
        if (missing.isEmpty()) {
            notes.ok("platforms", all);
        } else if (!told.containsAll(missing)) {
            missing.removeAll(told);
            notes.warn(
                    "platforms",
                    builder.name() + " runs programs for " + all + ", but not for "
                            + String.join(
                                    ", ",
                                    missing.stream().map(Platform::toString).toList()),
                    "docker run --privileged --rm tonistiigi/binfmt --install "
                            + String.join(
                                    ",",
                                    missing.stream().map(Platform::architecture).toList())
                            + " && docker buildx inspect --bootstrap " + builder.name());
        }
    }
}
