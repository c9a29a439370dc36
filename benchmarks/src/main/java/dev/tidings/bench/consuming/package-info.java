/** Consuming what waits in a queue. */
@NullMarked
package dev.tidings.bench.consuming;

import org.jspecify.annotations.NullMarked;
