/**
 * What images look like to people and to programs: {@link io.github.multiarchmaven.report.ImageTree} reads an image from a
 * registry or layout, {@link io.github.multiarchmaven.report.TreePrinter} writes it as text or JSON. Reads only.
 */
package io.github.multiarchmaven.report;
