/**
 * Native libraries in jars: which platforms a jar's libraries are for, by their ELF headers and by the layouts in use, and which
 * artifact, version or classifier has one that is missing.
 */
package io.github.multiarchmaven.natives;
