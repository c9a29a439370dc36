/** The command line, and all rows. */
@NullMarked
package dev.tidings.bench.command;

import org.jspecify.annotations.NullMarked;
