/**
 * Moves base images into the organisation's registry: {@link io.github.multiarchmaven.promote.Promotions} takes a list of
 * {@link io.github.multiarchmaven.promote.ImageRequest requests} and gives a result for each.
 *
 * <pre>
 *   request -&gt; tags chosen -&gt; digests (lock file, or HEAD) -&gt; plan: which images, which index -&gt; target's tags looked at
 *           -&gt; blobs, images, index -&gt; referrers and signatures -&gt; backup tags -&gt; platforms' tags, own tag, extra tags
 *           -&gt; lock file, promote.json
 * </pre>
 *
 * <p>Tags are set last, so what a right tag stands for is complete, and a run with nothing to do asks little. Source and target
 * are each a registry's repository or an image layout: export and import are the same work.
 */
package io.github.multiarchmaven.promote;
