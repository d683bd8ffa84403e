/**
 * What is in the layers of an image: {@link io.github.multiarchmaven.contents.LayerReader} reads a layer once, streaming, into
 * {@link io.github.multiarchmaven.contents.LayerContents}, which is small enough to keep and to cache;
 * {@link io.github.multiarchmaven.contents.ImageContents} is the file system that the layers make together. Nothing is unpacked.
 */
package io.github.multiarchmaven.contents;
