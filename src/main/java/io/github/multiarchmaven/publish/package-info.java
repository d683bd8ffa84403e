/**
 * From the layout that a build left to a registry: {@link io.github.multiarchmaven.publish.Push} uploads the images of single
 * platforms, {@link io.github.multiarchmaven.publish.Publish} sets the image index over them.
 *
 * <p>They are separate so that native machines can each push one platform and one last job publishes:
 *
 * <pre>
 *   machine A: build, push linux/amd64 -> app:1-amd64   \
 *                                                        publish -> app:1 (image index)
 *   machine B: build, push linux/arm64 -> app:1-arm64   /
 * </pre>
 *
 * Both are idempotent: a second run with the same content sends nothing.
 */
package io.github.multiarchmaven.publish;
