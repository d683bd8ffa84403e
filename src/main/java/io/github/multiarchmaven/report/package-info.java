/**
 * What images look like to people and to programs: {@link io.github.multiarchmaven.report.ImageTree} reads an image from a
 * registry or layout, {@link io.github.multiarchmaven.report.TreePrinter} writes it as text or JSON;
 * {@link io.github.multiarchmaven.report.ImageReport} writes what a check read and found as an HTML page, and
 * {@link io.github.multiarchmaven.report.ReportIndex} the page that leads to those of all modules. Reads only.
 */
package io.github.multiarchmaven.report;
