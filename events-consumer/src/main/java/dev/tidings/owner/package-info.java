/**
 * Asks the service that owns an entity for its current state.
 *
 * <p>Start at {@link dev.tidings.owner.Owner#at}. Many who ask for one entity at the same time cost one request, an answer from before
 * the event is told from one that knows it, and an owner that is down pauses the group.
 */
@NullMarked
package dev.tidings.owner;

import org.jspecify.annotations.NullMarked;
