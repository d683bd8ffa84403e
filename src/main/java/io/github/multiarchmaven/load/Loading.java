package io.github.multiarchmaven.load;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/** Brings one platform's image into an engine, and asks the engine afterwards what it has. */
public final class Loading {
    private final Engine engine;
    private final Consumer<String> lines;

    /**
     * What to load.
     *
     * @param name of the image, for messages
     * @param place must have, or be able to get, all layers
     * @param platform null for the engine's own
     * @param as the name in the engine, with a tag
     */
    public record Request(String name, Repository place, String tagOrDigest, Platform platform, Reference as) {}

    /**
     * What was loaded.
     *
     * @param id the engine's name for it: the digest of the manifest in Docker's containerd image store, else that of the
     *     configuration
     * @param bytes that the engine was given, as they are in a registry
     */
    public record Loaded(Platform platform, Reference as, String id, long bytes) {}

    /** @param lines takes what the engine says */
    public Loading(Engine engine, Consumer<String> lines) {
        this.engine = engine;
        this.lines = lines;
    }

    /**
     * The name in the engine: what was asked for, or the image's own.
     *
     * @param tag null for the image's own
     * @param own null, or with a digest alone, where it has no name of the kind
     * @throws InvalidInputException when there is none
     */
    public static Reference nameInEngine(String tag, Reference own, String image) {
        Reference name = tag == null ? own : Reference.parse(tag.strip());
        String word = name == null ? null : name.effectiveTag().orElse(null);
        if (word == null) {
            throw new InvalidInputException("Loading " + image + ": a container engine needs a name for it."
                    + " Give one with -Dmultiarch.load.tag=app:dev.");
        }
        return name.withTag(word);
    }

    /** @throws ImageException when the platform is missing, a blob is not what it should be, or the engine does not take it */
    public Loaded load(Request request) {
        boolean exactly = request.platform() != null;
        Platform wanted = exactly ? request.platform() : engine.platform();
        Repository place = request.place();
        Manifest image =
                PlatformChoice.select(place, request.name(), place.manifest(request.tagOrDigest()), wanted, exactly);
        if (!MediaTypes.isImageConfig(image.config().mediaType())) {
            throw new InvalidInputException("Loading " + request.name() + ": it is no image that runs, but "
                    + image.config().mediaType() + ". Name an image.");
        }
        byte[] config = place.readBlob(image.config());
        Platform platform = Platform.fromJson(Json.parseObject(config, "the configuration of " + request.name()));
        if (!PlatformChoice.fits(platform, wanted, exactly)) {
            throw PlatformChoice.missing(request.name(), wanted, platform.toString());
        }
        String purpose = "Loading " + request.name() + " (" + platform + ")";
        EngineArchive archive = new EngineArchive(place, image, config, request.as());
        engine.load(archive::writeTo, purpose, lines);
        return confirmed(request, image, platform, purpose);
    }

    private Loaded confirmed(Request request, Manifest image, Platform platform, String purpose) {
        Engine.Inspected there = engine.inspect(request.as(), purpose);
        Set<String> ids =
                Set.of(image.digest().toString(), image.config().digest().toString());
        boolean sameArchitecture = there.platform().os().equals(platform.os())
                && there.platform().architecture().equals(platform.architecture());
        if (!ids.contains(there.id()) || !sameArchitecture) {
            throw new ImageException(
                    false,
                    purpose + " into " + engine.kind() + ": afterwards " + request.as() + " is " + there.id() + " ("
                            + there.platform() + ") there, which is neither the manifest " + image.digest()
                            + " nor the configuration " + image.config().digest()
                            + ". Something else gave this name to another image meanwhile: run again.",
                    null);
        }
        return new Loaded(
                platform,
                request.as(),
                there.id(),
                image.blobs().stream().mapToLong(Descriptor::size).sum());
    }

    static ImageException sourceFailed(String from, Descriptor blob, IOException e) {
        return new ImageException(
                false,
                "Reading blob " + blob.digest() + " from " + from + " to load it failed: " + e.getMessage()
                        + ". Run again.",
                e);
    }
}
