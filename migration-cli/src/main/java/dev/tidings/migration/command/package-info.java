/** The command {@code ./shadow}: what a person does with a migration, by the database alone. */
@NullMarked
package dev.tidings.migration.command;

import org.jspecify.annotations.NullMarked;
