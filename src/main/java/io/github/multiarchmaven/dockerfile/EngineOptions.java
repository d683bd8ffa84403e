package io.github.multiarchmaven.dockerfile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which engine builds, and how it reaches base images.
 *
 * @param engine which one
 * @param program the file of the engine's program; null for the one on the {@code PATH}
 * @param builder of buildx; null to choose
 * @param address of a BuildKit for buildctl, for example {@code tcp://buildkit.example.com:1234}; null for the variable {@code BUILDKIT_HOST}
 * @param driverOptions of a builder that is made here, each {@code key=value}
 * @param registries how base images are reached
 * @param nativeOnly whether a platform that would be emulated is refused
 * @param environment of this process; the engine gets the same
 * @param folder where configurations of builders are written, and the lock that keeps others from making the same builder
 */
public record EngineOptions(
        EngineName engine,
        Path program,
        String builder,
        String address,
        List<String> driverOptions,
        RegistryAccess registries,
        boolean nativeOnly,
        Map<String, String> environment,
        Path folder) {
    public EngineOptions {
        driverOptions = List.copyOf(driverOptions);
        environment = Map.copyOf(environment);
    }
}
