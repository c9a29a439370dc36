/** Processes of a test's own, beside the broker: another JVM, a PostgreSQL, a Redis. They may be killed and frozen, and end with the test. */
@NullMarked
package dev.tidings.testkit.process;

import org.jspecify.annotations.NullMarked;
