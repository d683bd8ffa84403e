package io.github.multiarchmaven.assemble;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import java.util.List;
import java.util.Objects;

/**
 * A base image for one platform: manifest and configuration, not the layers.
 *
 * @param label the base as the user wrote it, for messages
 * @param manifest the image manifest; null for {@code scratch}
 * @param config the parsed configuration; not to be changed
 * @param name the reference for {@code org.opencontainers.image.base.name}; null for {@code scratch} and local layouts, whose
 *     paths would make the bytes depend on the machine
 * @param layout where the layers can be taken from; null when they stay in a registry
 */
public record BaseImage(String label, Manifest manifest, ObjectNode config, String name, ImageLayout layout) {

    /**
     * @throws InvalidInputException when it is an artifact rather than an image
     * @throws CorruptContentException when configuration and manifest disagree about the number of layers
     */
    public BaseImage {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(config, "config");
        if (manifest != null) {
            String type = manifest.config().mediaType();
            if (!MediaTypes.isImageConfig(type)) {
                throw new InvalidInputException("The base image " + label + " has a configuration of the type '" + type
                        + "', so it is an artifact and cannot be run. Name an image in <from>.");
            }
            int diffIds = config.path("rootfs").path("diff_ids").size();
            if (diffIds != manifest.layers().size()) {
                throw new CorruptContentException("Reading the base image " + label + ": its configuration lists "
                        + diffIds + " layers, its manifest " + manifest.layers().size()
                        + ". Build or promote the base image again.");
            }
        }
    }

    /** The empty base. */
    public static BaseImage scratch(Platform platform) {
        ObjectNode config = platform.toJson();
        config.putObject("config");
        ObjectNode rootfs = config.putObject("rootfs");
        rootfs.put("type", "layers");
        rootfs.putArray("diff_ids");
        return new BaseImage("scratch", null, config, null, null);
    }

    /** From the exact bytes of both documents. */
    public static BaseImage of(String label, Manifest manifest, byte[] config, String name, ImageLayout layout) {
        return new BaseImage(label, manifest, Json.parseObject(config, "the configuration of " + label), name, layout);
    }

    List<Descriptor> layers() {
        return manifest == null ? List.of() : manifest.layers();
    }

    /**
     * Compares with what the configuration says: an index may label a child wrongly, and the image would then start
     * nowhere.
     *
     * @throws InvalidInputException when operating system or architecture are others
     */
    void requirePlatform(Platform wanted) {
        Platform own = Platform.fromJson(config);
        boolean otherVariant = config.hasNonNull("variant") && !own.variant().equals(wanted.variant());
        if (!own.os().equals(wanted.os()) || !own.architecture().equals(wanted.architecture()) || otherVariant) {
            throw new InvalidInputException("Taking the base image " + label + " for " + wanted
                    + ": its configuration says it is for " + own
                    + ". Choose another base in <from>, or correct <platforms>.");
        }
    }
}
