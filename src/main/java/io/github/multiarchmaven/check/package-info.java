/**
 * Proves that an image's platforms are equal where they have to be: {@link io.github.multiarchmaven.check.ImageReader} reads what each holds,
 * {@link io.github.multiarchmaven.check.Check} has every rule look at it. Reads only.
 */
package io.github.multiarchmaven.check;
