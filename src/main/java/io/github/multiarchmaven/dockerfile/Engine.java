package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Platform;
import java.util.List;
import java.util.function.Consumer;

/** A program that builds Dockerfiles and writes an OCI image layout. */
interface Engine {
    /** For messages: {@code buildx (builder default)}. */
    String name();

    /** What it builds for without an emulator; empty when it cannot be told. */
    List<Platform> nativePlatforms();

    /**
     * Builds and writes the archive.
     *
     * @param log takes a line at a time
     * @throws io.github.multiarchmaven.image.ImageException with the failed step and its last lines
     */
    void build(EngineRun run, Consumer<String> log);
}
