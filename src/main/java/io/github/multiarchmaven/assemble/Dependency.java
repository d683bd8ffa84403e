package io.github.multiarchmaven.assemble;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A jar on the application's class path.
 *
 * @param file the jar; its file name is its name in the image, with its size added where two have one name, as jib does
 * @param coordinates {@code groupId:artifactId[:classifier]:version}, for messages
 */
public record Dependency(Path file, String coordinates, Kind kind) {
    /** Decides the layer: what changes rarely is kept apart from what changes often. */
    public enum Kind {
        RELEASE,
        /** For this platform only, for example natives by classifier. */
        PLATFORM,
        SNAPSHOT,
        /** Another module of the same build. */
        PROJECT
    }

    public Dependency {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(coordinates, "coordinates");
        Objects.requireNonNull(kind, "kind");
    }
}
