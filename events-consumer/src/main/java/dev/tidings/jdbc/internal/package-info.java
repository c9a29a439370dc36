/**
 * What the tables of this module share, whatever is in them: transactions that are tried again, what failures mean, and in what the
 * databases differ. Not for applications.
 */
@NullMarked
package dev.tidings.jdbc.internal;

import org.jspecify.annotations.NullMarked;
