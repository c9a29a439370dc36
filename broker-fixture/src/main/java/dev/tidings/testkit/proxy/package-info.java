/**
 * A TCP proxy on loopback that does to connections what networks do: resets, half-open links, delays, cuts in the middle of a frame.
 *
 * <p>It knows nothing of AMQP, so it stands in front of a database as well. Start at {@link dev.tidings.testkit.proxy.FaultyProxy#to}.
 */
@NullMarked
package dev.tidings.testkit.proxy;

import org.jspecify.annotations.NullMarked;
