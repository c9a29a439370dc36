/**
 * Copies of what another service owns, which end up equal to it.
 *
 * <p>Start at {@link dev.tidings.mirror.Mirror#of}. Events say which entity to ask for; what the owner answers is written where no newer
 * copy is.
 */
@NullMarked
package dev.tidings.mirror;

import org.jspecify.annotations.NullMarked;
