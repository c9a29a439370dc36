/** Remembering what was handled: from publish to handled with each store, and the store alone. */
@NullMarked
package dev.tidings.bench.stores;

import org.jspecify.annotations.NullMarked;
