/**
 * What the package managers of Linux distributions say is installed: the databases of dpkg, apk and rpm, read from their bytes and
 * never by the tools themselves.
 */
package io.github.multiarchmaven.packages;
