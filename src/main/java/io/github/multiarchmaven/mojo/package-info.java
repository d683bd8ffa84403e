/**
 * The goals: one thin class each, and the configuration beans that Maven fills. The only package that sees Maven. A goal
 * checks its parameters, turns them into a record once, calls one workflow and says what came of it; what goes wrong arrives as
 * an {@link io.github.multiarchmaven.image.ImageException} and becomes Maven's failure in
 * {@link io.github.multiarchmaven.mojo.AbstractMultiarchMojo}.
 */
package io.github.multiarchmaven.mojo;
