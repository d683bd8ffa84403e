/**
 * What the package managers of Linux distributions say is installed: the databases of dpkg, apk and rpm, read from their bytes and
 * never by the tools themselves; and in what platforms differ.
 *
 * <p>{@link io.github.multiarchmaven.packages.PackageDatabases} knows the files by their paths. dpkg's and apk's are texts ({@code
 * ParagraphReader}); rpm's are of three kinds ({@code SqliteDatabase}, {@code NdbDatabase}, {@code BerkeleyDatabase}), which all hold
 * the same headers ({@code RpmPackages}). A file is never trusted: what it says of itself is checked against what it has, no part is
 * read twice, and every failure is a {@link io.github.multiarchmaven.image.CorruptContentException} that names the file.
 *
 * <p>{@link io.github.multiarchmaven.packages.PackageComparison} tells differences between platforms, each with its explanation; those
 * that are in the nature of architectures ({@link io.github.multiarchmaven.packages.ExpectedDifference}) are told from the others.
 */
package io.github.multiarchmaven.packages;
