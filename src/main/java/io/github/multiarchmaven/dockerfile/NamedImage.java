package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.Reference;

/**
 * An image that a Dockerfile names.
 *
 * @param written as it stands there: {@code ${REGISTRY}/base/java:17}
 * @param name the same with variables replaced
 */
record NamedImage(String written, String name, Reference reference) {}
