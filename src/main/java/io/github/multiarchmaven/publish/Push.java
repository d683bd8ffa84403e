package io.github.multiarchmaven.publish;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.PlatformTags;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.transfer.Copier;
import io.github.multiarchmaven.transfer.CopyReport;
import io.github.multiarchmaven.transfer.SparseSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Uploads the per-platform images of a layout, each under its own tag when there is a pattern for one. */
public final class Push {
    private final Copier copier;
    private final Function<Reference, Repository> registries;

    /** @param registries gives the repository of a reference; also used to read base layers that the layout lacks */
    public Push(Copier copier, Function<Reference, Repository> registries) {
        this.copier = copier;
        this.registries = registries;
    }

    /**
     * @param layout holds the image under the tag of {@code image}
     * @param image where to push
     */
    public record Request(Repository layout, Reference image, PlatformTags platformTags) {}

    /** What was pushed for one platform; {@code tag} is null when tags per platform are off. */
    public record Pushed(Platform platform, Descriptor manifest, String tag, CopyReport report) {}

    public List<Pushed> push(Request request) {
        String tag = request.image().effectiveTag().orElse(Reference.DEFAULT_TAG);
        Manifest index = request.layout().manifest(tag);
        if (!index.isIndex()) {
            throw new InvalidInputException("Pushing " + request.image() + ": the layout "
                    + request.layout().name() + " holds a single image under '" + tag
                    + "', not an image index. Build it again.");
        }
        Repository source = new SparseSource(request.layout(), registries);
        Repository target = registries.apply(request.image());
        List<Pushed> pushed = new ArrayList<>();
        for (Descriptor child : index.children()) {
            // A child without a platform (or "unknown", an attestation) has no tag of its own.
            Platform platform = child.platform().orElse(new Platform("unknown", "unknown", "", ""));
            List<String> tags = platform.isUnknown()
                    ? List.of()
                    : request.platformTags().tag(tag, platform).map(List::of).orElse(List.of());
            CopyReport report = copier.copy(source, child.digest().toString(), target, tags);
            pushed.add(new Pushed(platform, child, tags.isEmpty() ? null : tags.get(0), report));
        }
        return pushed;
    }
}
