/**
 * A database in a file, as each service has its own.
 */
@NullMarked
package dev.tidings.samples.demo.database;

import org.jspecify.annotations.NullMarked;
