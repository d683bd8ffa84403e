/**
 * OCI image layouts on disk (image specification 1.1, {@code image-layout.md}): one implementation of
 * {@link io.github.multiarchmaven.image.Repository}, the other being a registry's.
 *
 * <pre>
 *   oci-layout                 marks the folder
 *   index.json                 tags, changed under .lock and renamed into place
 *   blobs/sha256/&lt;hex&gt;         manifests, configurations and layers alike; whole or not there
 *   blobs/sha256/*.partial-*   being written, or left by a killed run: prune removes it after an hour
 * </pre>
 *
 * <p>{@link io.github.multiarchmaven.layout.ImageLayout} is such a folder, {@link io.github.multiarchmaven.layout.ArchiveLayout} one tar
 * file with the same content.
 *
 * <p>What passes from goal to goal is such a layout. It may be sparse: base layers are named by the manifest and absent.
 */
package io.github.multiarchmaven.layout;
