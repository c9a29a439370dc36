/**
 * Who may take effect while one consumer replaces another: first the old one, then the new one for a share of the entities, at last for
 * all. What was moved can be moved back, until the end.
 *
 * <p>{@link dev.tidings.migration.baton.Baton} is where to begin.
 */
@NullMarked
package dev.tidings.migration.baton;

import org.jspecify.annotations.NullMarked;
