/**
 * Publishing to one exchange, with an answer that is true: every publish ends in one outcome, once the broker has confirmed it.
 *
 * <p>Start at {@link dev.tidings.publisher.EventPublisher#to(String)}.
 */
@NullMarked
package dev.tidings.publisher;

import org.jspecify.annotations.NullMarked;
