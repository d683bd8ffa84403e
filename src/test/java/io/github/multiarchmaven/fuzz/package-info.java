/**
 * What the fuzz tests ({@code *Fuzz}) have in common. Each throws made-up bytes at readers of what comes from outside; only the typed errors
 * may come out.
 */
package io.github.multiarchmaven.fuzz;
