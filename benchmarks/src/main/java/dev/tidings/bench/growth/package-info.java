/**
 * How cost grows with groups, patterns, entities, the size of bodies and instances: ours beside the bare client, at each size in turns.
 */
@NullMarked
package dev.tidings.bench.growth;

import org.jspecify.annotations.NullMarked;
