/** What the publisher and the outbox share, and users need not see. */
@NullMarked
package dev.tidings.publisher.internal;

import org.jspecify.annotations.NullMarked;
