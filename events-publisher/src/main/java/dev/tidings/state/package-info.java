/**
 * The owner's side of a thin event: answers who asks for the state that an event is about, with versions, for any web framework.
 *
 * <p>Start at {@link dev.tidings.state.StateEndpoint#of}.
 */
@NullMarked
package dev.tidings.state;

import org.jspecify.annotations.NullMarked;
