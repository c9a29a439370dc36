/**
 * What a side did about events, or would have done, recorded to be compared.
 *
 * <p>{@link dev.tidings.migration.shadow.Recording} is where to begin. The same handler runs live and in a shadow: through
 * {@link dev.tidings.migration.shadow.Effects} it touches the world, or a transaction is read and then rolled back. What this package
 * records, {@link dev.tidings.migration.Comparison} compares.
 */
@NullMarked
package dev.tidings.migration.shadow;

import org.jspecify.annotations.NullMarked;
