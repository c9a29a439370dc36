/**
 * Counts events by exchange, routing key and time, and tells which routing keys nobody listens to.
 *
 * <p>Start at {@link dev.tidings.tracking.EventTracker#named(String)}. A delivery is counted in memory. Once a second, or sooner where
 * there are many, the counts are added to a table, and only then is what was counted acknowledged. No event is read: its exchange and its
 * routing key are enough.
 */
@NullMarked
package dev.tidings.tracking;

import org.jspecify.annotations.NullMarked;
