/**
 * Makes caches smaller: {@link io.github.multiarchmaven.prune.Pruning} lists what a {@link io.github.multiarchmaven.prune.Cache} has,
 * has a {@link io.github.multiarchmaven.prune.Selection} choose by image, age and size, shows that, and then deletes it.
 *
 * <p>Builds may run meanwhile. Files disappear whole, what was used since it was listed stays, and a build that misses one makes it
 * again; packed layers, which jib-core would miss, are moved away under the lock that builds hold while they pack. Files that do not
 * look like this plugin's, folders without its mark, and symbolic links are passed over.
 */
package io.github.multiarchmaven.prune;
