/**
 * Not API: what the publisher, the consumer groups and the embedded broker need of a connection. May change in any release.
 *
 * <p>The only package that uses the AMQP client library. A {@link dev.tidings.broker.internal.Link} keeps one connection alive; a
 * {@link dev.tidings.broker.internal.ChannelKeeper} keeps one channel open on it; on top stand confirmed publishing and consuming. What
 * differs between brokers is in {@link dev.tidings.broker.internal.BrokerDialect}.
 */
@NullMarked
package dev.tidings.broker.internal;

import org.jspecify.annotations.NullMarked;
