/**
 * Dockerfiles, built by engines that are here already: {@link io.github.multiarchmaven.dockerfile.DockerfileBuild} finds one (buildx,
 * buildctl or Buildah), has it build all platforms into an archive, and takes that over into the same image layout that {@code build}
 * writes.
 *
 * <p>An engine is an {@code Engine}: it turns an {@code EngineRun} into a list of arguments, and its {@code Progress} reads what the
 * program prints. {@code BuildxBuilders} chooses or makes a builder; {@code Traps} knows failures that many have met.
 */
package io.github.multiarchmaven.dockerfile;
