package io.github.multiarchmaven.publish;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.PlatformTags;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sets the image index under its tags, once every platform's image is in the registry.
 *
 * <p>A platform that the layout has is taken from there; one that it lacks was pushed by another machine and is found by its
 * tag. The index is the same bytes either way. Nothing is written before every platform is found and verified.
 */
public final class Publish {
    /**
     * @param layout the image built on this machine; null when there is none
     * @param target the registry's repository of {@code image}
     * @param platforms all that the index has to have, in its order
     * @param extraTags set after the image's own tag
     */
    public record Request(
            Repository layout,
            Repository target,
            Reference image,
            List<Platform> platforms,
            PlatformTags platformTags,
            List<String> extraTags) {}

    /**
     * @param written tags that were set; the others pointed to this index before
     * @param fromLayout how many of the platforms came from this machine's layout
     */
    public record Published(Manifest index, List<String> tags, List<String> written, int fromLayout) {}

    public Published publish(Request request) {
        String tag = request.image().effectiveTag().orElse(Reference.DEFAULT_TAG);
        Set<String> tags = new LinkedHashSet<>();
        tags.add(tag);
        for (String extra : request.extraTags()) {
            if (!Reference.isTag(extra)) {
                throw new InvalidInputException("Publishing " + request.image() + ": the parameter tags has '" + extra
                        + "', which is not a well-formed tag.");
            }
            tags.add(extra);
        }
        Map<Platform, Descriptor> built = built(request, tag);
        List<Descriptor> children = new ArrayList<>();
        int fromLayout = 0;
        for (Platform platform : request.platforms()) {
            Descriptor local = built.get(platform);
            if (local == null) {
                children.add(pushedElsewhere(request, tag, platform));
            } else {
                children.add(builtHere(request, local, platform));
                fromLayout++;
            }
        }
        Manifest index = Indexes.compose(children, Map.of());
        List<String> written = new ArrayList<>();
        for (String each : tags) {
            Optional<Descriptor> before = request.target().resolve(each);
            if (before.map(d -> d.digest().equals(index.digest())).orElse(false)) {
                continue;
            }
            request.target().putManifest(index, each);
            written.add(each);
            compare(request, index, each);
        }
        return new Published(index, List.copyOf(tags), written, fromLayout);
    }

    private static Map<Platform, Descriptor> built(Request request, String tag) {
        Map<Platform, Descriptor> built = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        if (request.layout() != null && request.layout().resolve(tag).isPresent()) {
            for (Descriptor child : request.layout().manifest(tag).children()) {
                child.platform().filter(p -> !p.isUnknown()).ifPresent(p -> built.put(p, child));
            }
        }
        return built;
    }

    private static Descriptor builtHere(Request request, Descriptor child, Platform platform) {
        String digest = child.digest().toString();
        if (request.target().resolve(digest).isEmpty()) {
            throw new InvalidInputException("Publishing " + request.image() + ": its " + platform + " image " + digest
                    + " is not in the registry. Run the goal push before publish, in the same build.");
        }
        return entry(request, request.layout(), request.layout().manifest(digest), platform);
    }

    private static Descriptor pushedElsewhere(Request request, String tag, Platform platform) {
        String wanted = request.platformTags()
                .tag(tag, platform)
                .orElseThrow(() -> new InvalidInputException("Publishing " + request.image() + ": " + platform
                        + " was not built here, and with platformTag none it cannot be found in the registry."
                        + " Set platformTag, or build all platforms on this machine."));
        Reference reference = request.image().withTag(wanted);
        if (request.target().resolve(wanted).isEmpty()) {
            throw new InvalidInputException(
                    "Publishing " + request.image() + ": " + platform
                            + " is missing: it was not built here and " + reference
                            + " does not exist. Run build and push for this platform first, or take it out of the parameter platforms.");
        }
        Manifest manifest = request.target().manifest(wanted);
        if (manifest.isIndex()) {
            Descriptor child = Indexes.select(manifest.children(), platform);
            if (child == null) {
                throw new InvalidInputException("Publishing " + request.image() + ": " + reference
                        + " is an image index without " + platform + ". Push the platform again.");
            }
            manifest = request.target().manifest(child.digest().toString());
        }
        return entry(request, request.target(), manifest, platform);
    }

    private static Descriptor entry(Request request, Repository place, Manifest manifest, Platform platform) {
        Platform actual = Platform.fromJson(Json.parseObject(
                place.readBlob(manifest.config()), "the configuration of " + request.image() + " for " + platform));
        if (!actual.satisfies(platform)) {
            throw new InvalidInputException("Publishing " + request.image() + ": the image that stands for " + platform
                    + " (" + manifest.digest() + ") says in its configuration that it is for " + actual
                    + ". Nothing was published. Build and push it for the right platform.");
        }
        return manifest.descriptor().bare().withPlatform(actual);
    }

    private static void compare(Request request, Manifest index, String tag) {
        Manifest stored = request.target().manifest(tag);
        if (!stored.digest().equals(index.digest())) {
            throw new CorruptContentException("Publishing " + request.image() + ": after tag '" + tag
                    + "' was set, the registry answers with " + stored.digest() + " instead of " + index.digest()
                    + ". Another publisher may have set it at the same moment; look at it with the goal inspect.");
        }
    }
}
