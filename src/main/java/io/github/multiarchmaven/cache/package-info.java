/**
 * Folders of things that can be made again: {@link io.github.multiarchmaven.cache.CacheFolder} marks them, so that {@code prune} deletes
 * in no other, and keeps when each of their files was used last, as its modification time.
 */
package io.github.multiarchmaven.cache;
