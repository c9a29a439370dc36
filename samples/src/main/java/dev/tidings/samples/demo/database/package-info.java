/**
 * A database, as each service has its own, or several share one.
 */
@NullMarked
package dev.tidings.samples.demo.database;

import org.jspecify.annotations.NullMarked;
