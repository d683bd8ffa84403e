/**
 * Programs of this machine: {@link io.github.multiarchmaven.program.Program} is found on the {@code PATH}, run without a shell,
 * read line by line or whole, bounded in time and output, and ended with all it started when the build ends.
 */
package io.github.multiarchmaven.program;
