/**
 * Facts about what builds and runs containers on this machine, read without changing anything: {@link
 * io.github.multiarchmaven.engine.Docker} with its versions and {@link io.github.multiarchmaven.engine.Builder}s, the kernel's
 * {@link io.github.multiarchmaven.engine.Binfmt} handlers, and whether the {@link io.github.multiarchmaven.engine.TinyProgram} of
 * another architecture runs.
 */
package io.github.multiarchmaven.engine;
