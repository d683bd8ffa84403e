/**
 * One platform's image into the container engine of this machine, to try it out: {@link io.github.multiarchmaven.load.Loading} picks
 * it, {@link io.github.multiarchmaven.load.EngineArchive} writes it as a stream that Docker, with either of its image stores, and
 * Podman read from their standard input, and {@link io.github.multiarchmaven.load.Engine} is that program.
 *
 * <pre>
 *   layout, or registry -> blobs, each verified -> manifest.json, index.json, oci-layout -> docker load
 * </pre>
 *
 * <p>What makes the stream an image comes last: one that is cut short is none.
 */
package io.github.multiarchmaven.load;
