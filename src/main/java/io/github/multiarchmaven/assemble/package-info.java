/**
 * Makes one image per platform, and the index over them, into an OCI image layout. No daemon, no registry written.
 *
 * <pre>
 *   JavaApp --JavaApplication--&gt; layers, entrypoint            (what jib-maven-plugin would put in)
 *   &lt;from&gt;  --BaseImages-------&gt; manifest and config per platform (kilobytes; layers stay where they are)
 *                 |
 *             Assembler: builds each distinct layer once, lays it over each base, composes the index, tags it last
 * </pre>
 *
 * <p>jib-core is imported here and nowhere else. It packs files into layers, and is never shown a base image: it drops the
 * configuration fields it does not know, relabels zstd layers as gzip, and cannot write an index. So base and layers
 * are merged here, as JSON trees ({@link io.github.multiarchmaven.assemble.ConfigMerge},
 * {@link io.github.multiarchmaven.assemble.ManifestMerge}).
 *
 * <p>Bytes depend on the inputs only: not on folders, clocks, file times, permissions on disk or thread counts.
 */
package io.github.multiarchmaven.assemble;
