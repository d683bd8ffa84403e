/**
 * Which jars have native libraries for which platforms: {@link io.github.multiarchmaven.natives.NativesReport} judges them by their ELF
 * files, and names the version or artifact that has what is missing, where it is known.
 */
package io.github.multiarchmaven.natives;
