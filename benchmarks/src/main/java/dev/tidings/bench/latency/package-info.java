/** How long one event takes, measured from the moment it was due. */
@NullMarked
package dev.tidings.bench.latency;

import org.jspecify.annotations.NullMarked;
