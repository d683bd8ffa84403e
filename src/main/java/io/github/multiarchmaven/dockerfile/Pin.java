package io.github.multiarchmaven.dockerfile;

/**
 * An image that is taken by its digest, though the Dockerfile names a tag.
 *
 * @param image what the Dockerfile names
 * @param pinned what is taken instead: {@code name@digest}
 */
record Pin(NamedImage image, String pinned) {}
