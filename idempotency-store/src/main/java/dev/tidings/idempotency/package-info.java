/**
 * Remembers which events a group has handled, so that a second delivery is recognised.
 *
 * <p>A key is claimed before the handler runs and completed after it. The package knows nothing of AMQP: whatever has a stable id can be
 * handled once with it.
 */
@NullMarked
package dev.tidings.idempotency;

import org.jspecify.annotations.NullMarked;
