/**
 * Plays a migration from beginning to end, kills processes meanwhile, and checks what came of it.
 */
@NullMarked
package dev.tidings.samples.migration.story;

import org.jspecify.annotations.NullMarked;
