/**
 * A migration, played: a billing service that works is replaced by a rewrite of it, without losing or doubling an effect, while orders come
 * in and processes are killed.
 *
 * <p>Start reading at {@code story.Story}. The services of {@code billing} are programs of their own; the {@code shop} knows them by
 * events and REST only.
 */
@NullMarked
package dev.tidings.samples.migration;

import org.jspecify.annotations.NullMarked;
