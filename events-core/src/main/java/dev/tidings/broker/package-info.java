/**
 * Connections to a broker: what is alive, how it says how it is, and what a publisher or a consumer group is opened on.
 *
 * <p>A {@link dev.tidings.broker.Broker} holds two supervised connections, one for publishing and one for consuming. The AMQP client
 * library is used in {@code dev.tidings.broker.internal} and nowhere else.
 */
@NullMarked
package dev.tidings.broker;

import org.jspecify.annotations.NullMarked;
