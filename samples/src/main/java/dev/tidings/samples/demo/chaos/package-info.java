/**
 * What goes wrong on purpose: copies, shuffled order, cut connections, answers that are out of date.
 */
@NullMarked
package dev.tidings.samples.demo.chaos;

import org.jspecify.annotations.NullMarked;
