/**
 * What was published, what became of it, and whether that is right.
 */
@NullMarked
package dev.tidings.samples.demo.check;

import org.jspecify.annotations.NullMarked;
