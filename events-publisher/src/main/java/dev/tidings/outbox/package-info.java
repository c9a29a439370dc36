/**
 * The transactional outbox: events are stored by the caller's own transaction, and a relay publishes them after the commit.
 *
 * <p>Start at {@code EventPublisher.to("users").outbox(dataSource)}.
 */
@NullMarked
package dev.tidings.outbox;

import org.jspecify.annotations.NullMarked;
