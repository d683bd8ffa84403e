/**
 * The vocabulary of the OCI specifications as immutable values: {@link io.github.multiarchmaven.image.Reference},
 * {@link io.github.multiarchmaven.image.Digest}, {@link io.github.multiarchmaven.image.Platform},
 * {@link io.github.multiarchmaven.image.Descriptor} and {@link io.github.multiarchmaven.image.Manifest}, and the one interface,
 * {@link io.github.multiarchmaven.image.Repository}, that registries and layouts implement.
 *
 * <p>Nothing here reads a file or opens a socket. Manifests are bytes first: what was received is what is stored and sent,
 * and the parsed tree keeps the fields that are not understood. Everything parsed from outside fails only with an
 * {@link io.github.multiarchmaven.image.ImageException}.
 */
package io.github.multiarchmaven.image;
