/**
 * Metrics and trace headers, through Micrometer and OpenTelemetry where they are on the class path. What the other modules share, and
 * users need not see.
 *
 * <p>Each of the two libraries is touched by one class only, and that class is loaded only if the library is there.
 */
@NullMarked
package dev.tidings.telemetry.internal;

import org.jspecify.annotations.NullMarked;
