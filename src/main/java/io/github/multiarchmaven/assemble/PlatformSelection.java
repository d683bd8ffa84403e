package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Walks from an index to the image manifest of one platform.
 *
 * <p>Entries that are no runnable image (attestations, other artifacts) do not count. An entry may be an index again
 * (image specification, {@code image-index.md}).
 */
final class PlatformSelection {
    private static final int MAX_DEPTH = 4;

    private final String label;
    private final Function<String, Manifest> manifests;

    /**
     * @param label the image in messages
     * @param manifests gives the manifest of a digest
     */
    PlatformSelection(String label, Function<String, Manifest> manifests) {
        this.label = label;
        this.manifests = manifests;
    }

    /**
     * @param root an index, or an image manifest, which is taken as it is: what it is for stands in its configuration
     * @throws InvalidInputException when the index has no image for the platform; the sentence lists those it has
     */
    Manifest select(Manifest root, Platform wanted) {
        List<Platform> offered = new ArrayList<>();
        Manifest selected = select(root, wanted, offered, 0);
        if (selected == null) {
            String has = offered.isEmpty()
                    ? "it has images for no platform"
                    : "it has only "
                            + String.join(
                                    ", ",
                                    offered.stream()
                                            .map(Platform::toString)
                                            .distinct()
                                            .toList());
            throw new InvalidInputException("Selecting " + wanted + " of the base image " + label + ": " + has
                    + ". Choose a base in <from> that has it, or remove it from <platforms>.");
        }
        return selected;
    }

    private Manifest select(Manifest manifest, Platform wanted, List<Platform> offered, int depth) {
        if (!manifest.isIndex()) {
            return manifest;
        }
        if (depth == MAX_DEPTH) {
            throw new CorruptContentException(
                    "Reading the base image " + label + ": its indexes are nested more than " + MAX_DEPTH + " deep.");
        }
        List<Descriptor> runnable = manifest.children().stream()
                .filter(PlatformSelection::isRunnable)
                .toList();
        runnable.forEach(child -> child.platform().filter(p -> !p.isUnknown()).ifPresent(offered::add));
        Descriptor child = Indexes.select(runnable, wanted);
        if (child != null) {
            return select(manifests.apply(child.digest().toString()), wanted, offered, depth + 1);
        }
        for (Descriptor nested : runnable) {
            if (MediaTypes.isIndex(nested.mediaType()) && nested.platform().isEmpty()) {
                Manifest found = select(manifests.apply(nested.digest().toString()), wanted, offered, depth + 1);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Some tools give an image's configuration type as the artifact type of its descriptor. */
    private static boolean isRunnable(Descriptor child) {
        return MediaTypes.isManifest(child.mediaType())
                && child.artifactType().map(MediaTypes::isImageConfig).orElse(true);
    }
}
