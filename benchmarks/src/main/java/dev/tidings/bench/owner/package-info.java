/** Asking the owner for the current state, and keeping copies of it. */
@NullMarked
package dev.tidings.bench.owner;

import org.jspecify.annotations.NullMarked;
