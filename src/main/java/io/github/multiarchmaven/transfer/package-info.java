/**
 * The one copier: {@link io.github.multiarchmaven.transfer.Copier} moves a graph of manifests and blobs between any two
 * {@link io.github.multiarchmaven.image.Repository repositories}. {@link io.github.multiarchmaven.transfer.BlobLocations} is what
 * all copies of one build know together, so that a blob moves once.
 *
 * <pre>
 *   resolve tag -> HEAD root -> HEAD children -> blobs (there | mount | stream) -> image manifests -> indexes -> tags
 * </pre>
 */
package io.github.multiarchmaven.transfer;
