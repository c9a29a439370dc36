/**
 * The vocabulary: what an event is, what a routing key and a binding pattern are, and how an event is written on the wire.
 *
 * <p>Nothing here does I/O or knows a client library. Everything is an immutable value, safe for use by many threads.
 */
@NullMarked
package dev.tidings.events;

import org.jspecify.annotations.NullMarked;
