/**
 * What is seen of a run: a table in a terminal, lines in a pipe, and the summary.
 */
@NullMarked
package dev.tidings.samples.demo.screen;

import org.jspecify.annotations.NullMarked;
