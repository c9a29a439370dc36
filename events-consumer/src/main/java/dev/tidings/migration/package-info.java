/**
 * Whether a new system would have done what the old one did, event by event.
 *
 * <p>Each side records an {@link dev.tidings.migration.Outcome} of every event in an {@link dev.tidings.migration.OutcomeStore}, in any
 * order, late or twice. {@link dev.tidings.migration.Comparison} is where to begin: it joins them by event id, and its
 * {@link dev.tidings.migration.Report} tells where they differ, what was not seen, and how sure one can be.
 */
@NullMarked
package dev.tidings.migration;

import org.jspecify.annotations.NullMarked;
