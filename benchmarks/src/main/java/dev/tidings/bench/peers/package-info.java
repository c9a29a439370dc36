/** What stands in for somebody else's code, with the guarantees of ours: the bare client and what is written with it, and other libraries. */
@NullMarked
package dev.tidings.bench.peers;

import org.jspecify.annotations.NullMarked;
