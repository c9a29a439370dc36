/**
 * Consumer groups: one durable queue, competing instances, one reaction per event.
 *
 * <p>Start at {@link dev.tidings.consumer.ConsumerGroup#named(String)}. A delivery goes one way: it is read, put into its entity's lane,
 * claimed, handled, and settled. What fails is retried later or becomes a dead letter, and only when that is confirmed is the delivery
 * acknowledged.
 */
@NullMarked
package dev.tidings.consumer;

import org.jspecify.annotations.NullMarked;
