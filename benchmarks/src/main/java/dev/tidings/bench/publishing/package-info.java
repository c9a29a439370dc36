/** Publishing, directly and from an outbox, until all is confirmed. */
@NullMarked
package dev.tidings.bench.publishing;

import org.jspecify.annotations.NullMarked;
