/**
 * What Tidings costs, against the bare client with the same window, topology and guarantees, in the same run.
 *
 * <p>Both sides take turns, so that whatever else the machine does hits both. A row is the median of several pairs. The
 * command knows the rooms of rows, rows know what they are set up with and their peers, and all know this room.
 */
@NullMarked
package dev.tidings.bench;

import org.jspecify.annotations.NullMarked;
